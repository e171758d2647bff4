import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppShell } from "@/components/layout/app-shell";
import { PersonProvider } from "@/components/person-provider";
import { QueryProvider } from "@/components/query-provider";
import { OperationsSlot } from "@/features/operations/operations-slot";
import { chooseLocale, chooseTheme } from "@/features/settings/actions";
import { getLocale } from "@/i18n/server";
import { isTheme } from "@/lib/theme";
import { isTimeZone } from "@/lib/time-zone";
import { findActor } from "@/server/auth/actor";
import { signInAgain } from "@/server/auth/sign-in-again";

const PanelLayout = async ({ children }: { children: ReactNode }) => {
  const [actor, jar, locale] = await Promise.all([findActor(), cookies(), getLocale()]);
  // Each page and each action asks again; this only spares a stranger an empty frame.
  if (!actor) return signInAgain();
  const said = jar.get("timeZone")?.value;
  const seen = said && isTimeZone(said) ? said : null;
  const theme = actor.theme ?? jar.get("theme")?.value;
  const { email, id, isAdmin, memberships, name } = actor;
  const person = {
    email,
    id,
    isAdmin,
    locale,
    memberships,
    name,
    theme: isTheme(theme) ? theme : "system",
    timeZone: actor.timeZone ?? seen ?? "UTC",
  } as const;
  return (
    <PersonProvider now={new Date().toISOString()} person={person}>
      <QueryProvider>
        <AppShell
          account={{ chooseLocale, chooseTheme }}
          isRailFolded={jar.get("rail")?.value === "folded"}
          isZoneUnknown={actor.timeZone === null && seen === null}
          operations={<OperationsSlot />}
        >
          {children}
        </AppShell>
      </QueryProvider>
    </PersonProvider>
  );
};

export default PanelLayout;
