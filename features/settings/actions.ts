"use server";
import { defineAction, definePublicAction } from "@/server/action";
import { findActor } from "@/server/auth/actor";
import { updateOwnSettings } from "@/server/db/people";
import { changeOwnPassword, endOwnSessions } from "@/server/people";
import { keepPreference } from "@/server/preferences";
import { localeChoice, ownSettings, passwordChange, sessionChoice, themeChoice } from "./schema";

const own = () => ({ tenantId: null });

/** The language is chosen before anybody is known, too; a person's choice is kept with them. */
export const chooseLocale = definePublicAction({
  input: localeChoice,
  reason: "The language can be changed before sign-in.",
  run: async ({ input }) => {
    const actor = await findActor();
    if (actor) await updateOwnSettings(actor.id, input);
    await keepPreference(input);
  },
});

export const chooseTheme = definePublicAction({
  input: themeChoice,
  reason: "The colours can be changed before sign-in.",
  run: async ({ input }) => {
    const actor = await findActor();
    if (actor) await updateOwnSettings(actor.id, input);
    await keepPreference(input);
  },
});

export const saveSettings = defineAction({
  audit: "self.edit",
  input: ownSettings,
  permission: "self.edit",
  run: async ({ actor, input }) => {
    await updateOwnSettings(actor.id, input);
    await keepPreference({ locale: input.locale });
    await keepPreference({ theme: input.theme });
  },
  scope: own,
});

export const changePassword = defineAction({
  audit: "self.changePassword",
  input: passwordChange,
  permission: "self.edit",
  run: ({ actor, input }) => changeOwnPassword({ sessionId: actor.sessionId, userId: actor.id, ...input }),
  scope: own,
});

export const endOwnSession = defineAction({
  audit: "self.endSession",
  input: sessionChoice,
  permission: "self.edit",
  run: async ({ actor, input }) => ({
    count: await endOwnSessions({ sessionId: actor.sessionId, userId: actor.id, which: input.which }),
  }),
  scope: own,
});
