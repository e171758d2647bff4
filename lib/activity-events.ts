/**
 * Everything that the activity log can tell of. Each has two sentences in `locales/<language>/activity.json`,
 * `done.<event>` and `refused.<event>`; a name without them does not compile.
 */
export const activityEvents = [
  "image.create",
  "image.delete",
  "image.upload",
  "operation.cancel",
  "operation.failed",
  "person.add",
  "person.changeRole",
  "person.disable",
  "person.edit",
  "person.enable",
  "person.endSessions",
  "person.resetPassword",
  "self.changePassword",
  "self.edit",
  "self.endSession",
  "self.signIn",
  "self.signOut",
  "server.create",
  "server.delete",
  "server.edit",
  "server.forceOff",
  "server.start",
  "server.stop",
  "setup.createAdmin",
  "snapshot.create",
  "snapshot.delete",
  "snapshot.edit",
  "snapshot.expire",
  "snapshot.lock",
  "snapshot.revert",
  "snapshot.unlock",
  "tenant.create",
  "tenant.delete",
  "tenant.rename",
] as const;

export type ActivityEvent = (typeof activityEvents)[number];

export const isActivityEvent = (value: unknown): value is ActivityEvent =>
  activityEvents.some((event) => event === value);
