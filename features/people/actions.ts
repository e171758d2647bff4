"use server";
import { defineAction } from "@/server/action";
import {
  addPerson as add,
  changeRights as change,
  changeDisabled,
  editPerson as edit,
  endSessionsOf,
  getPerson,
  resetPassword as reset,
} from "@/server/people";
import { personDraft, personEdit, personId, rightsEdit } from "./schema";

const permission = "platform.people";

const scope = async ({ id }: { id: string }) => ({ subject: { person: (await getPerson(id)).name }, tenantId: null });

export const addPerson = defineAction({
  audit: "person.add",
  input: personDraft,
  permission,
  run: ({ input }) => add(input),
  scope: ({ name }) => ({ subject: { person: name }, tenantId: null }),
});

export const editPerson = defineAction({
  audit: "person.edit",
  input: personEdit,
  permission,
  run: ({ actor, input }) => edit({ actorId: actor.id, ...input }),
  scope,
});

export const changeRights = defineAction({
  audit: "person.changeRole",
  input: rightsEdit,
  permission,
  run: ({ actor, input }) => change({ actorId: actor.id, ...input }),
  scope,
});

export const resetPassword = defineAction({
  audit: "person.resetPassword",
  input: personId,
  permission,
  run: async ({ input }) => ({ password: await reset(input.id) }),
  scope,
});

export const endSessions = defineAction({
  audit: "person.endSessions",
  input: personId,
  permission,
  run: async ({ input }) => ({ count: await endSessionsOf(input.id) }),
  scope,
});

export const disablePerson = defineAction({
  audit: "person.disable",
  input: personId,
  permission,
  run: ({ actor, input }) => changeDisabled({ actorId: actor.id, id: input.id, isDisabled: true }),
  scope,
});

export const enablePerson = defineAction({
  audit: "person.enable",
  input: personId,
  permission,
  run: ({ actor, input }) => changeDisabled({ actorId: actor.id, id: input.id, isDisabled: false }),
  scope,
});
