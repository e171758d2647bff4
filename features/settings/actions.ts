"use server";
import { defineAction } from "@/server/action";
import { updateOwnSettings } from "@/server/db/people";
import { changeOwnPassword, endOwnSessions } from "@/server/people";
import { keepPreferences } from "@/server/preferences";
import { localeChoice, ownSettings, passwordChange, sessionChoice, themeChoice } from "./schema";

const permission = "self.edit";
const scope = () => ({ tenantId: null });

/** From the person's menu; other browsers of the person follow with their next page. */
export const chooseLocale = defineAction({
  audit: "self.edit",
  input: localeChoice,
  permission,
  run: async ({ actor, input }) => {
    await updateOwnSettings(actor.id, input);
    await keepPreferences(input);
  },
  scope,
});

export const chooseTheme = defineAction({
  audit: "self.edit",
  input: themeChoice,
  permission,
  run: async ({ actor, input }) => {
    await updateOwnSettings(actor.id, input);
    await keepPreferences(input);
  },
  scope,
});

export const saveSettings = defineAction({
  audit: "self.edit",
  input: ownSettings,
  permission,
  run: async ({ actor, input }) => {
    await updateOwnSettings(actor.id, input);
    await keepPreferences(input);
  },
  scope,
});

export const changePassword = defineAction({
  audit: "self.changePassword",
  input: passwordChange,
  permission,
  run: ({ actor, input }) => changeOwnPassword({ sessionId: actor.sessionId, userId: actor.id, ...input }),
  scope,
});

export const endOwnSession = defineAction({
  audit: "self.endSession",
  input: sessionChoice,
  permission,
  run: async ({ actor, input }) => ({
    count: await endOwnSessions({ sessionId: actor.sessionId, userId: actor.id, which: input.which }),
  }),
  scope,
});
