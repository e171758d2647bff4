import "server-only";
import { z } from "zod";
import type { Locale } from "@/i18n/locale";
import type { Theme } from "@/lib/theme";
import { listSessionsOf } from "@/server/db/sessions";
import { defineLoader } from "@/server/loader";
import { getPerson } from "@/server/people";

export type OwnSession = {
  id: string;
  address: string | null;
  agent: string | null;
  createdAt: string;
  lastSeenAt: string;
  isCurrent: boolean;
};

export type OwnSettings = {
  name: string;
  email: string;
  locale: Locale | null;
  theme: Theme | null;
  timeZone: string | null;
  hasPassword: boolean;
  sessions: OwnSession[];
};

export const getOwnSettings = defineLoader({
  input: z.object({}),
  permission: "self.edit",
  run: async ({ actor }): Promise<OwnSettings> => {
    const [person, sessions] = await Promise.all([getPerson(actor.id), listSessionsOf(actor.id)]);
    const { email, locale, name, theme, timeZone } = actor;
    return {
      email,
      hasPassword: person.passwordHash !== null,
      locale,
      name,
      sessions: sessions.map(({ createdAt, lastSeenAt, ...session }) => ({
        ...session,
        createdAt: createdAt.toISOString(),
        isCurrent: session.id === actor.sessionId,
        lastSeenAt: lastSeenAt.toISOString(),
      })),
      theme,
      timeZone,
    };
  },
});
