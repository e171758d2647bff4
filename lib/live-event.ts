/** The nouns whose rows can change; the first part of each query key is the same word. */
export const liveNouns = ["activity", "images", "operations", "people", "servers", "snapshots", "tenants"] as const;
export type LiveNoun = (typeof liveNouns)[number];

/**
 * What a browser hears: that something changed and where, never what it says now. `resync` means that events
 * may have been missed, so everything on the screen is to be read again.
 */
export type LiveEvent = {
  kind: `${LiveNoun}.changed` | "resync";
  /** null: of the platform itself, for admins. */
  tenantId: string | null;
  serverId?: string;
  snapshotId?: string;
  operationId?: string;
};
