/**
 * What the server tells the browser when something has changed: names and ids, never content.
 * `kind` is noun and verb ("snapshots.changed"); "resync" means that events may have been missed.
 */
export type LiveEvent = {
  kind: string;
  operationId?: string;
  serverId?: string;
  snapshotId?: string;
  tenantId: string | null;
};

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Null for what is no event: a stream from a newer server must not break an older page. */
export const parseLiveEvent = (data: string): LiveEvent | null => {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("kind" in value) || typeof value.kind !== "string") return null;
  const field = (name: string) => text(new Map<string, unknown>(Object.entries(value)).get(name));
  return {
    kind: value.kind,
    operationId: field("operationId"),
    serverId: field("serverId"),
    snapshotId: field("snapshotId"),
    tenantId: field("tenantId") ?? null,
  };
};

/** The noun that query keys begin with; null for "resync", which concerns all of them. */
export const nounOf = (event: LiveEvent): string | null =>
  event.kind === "resync" ? null : (event.kind.split(".")[0] ?? null);
