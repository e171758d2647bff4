import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { OperationInput, OperationKind, OperationSubject } from "../model/operation";
import type { RequestPorts, Store } from "../ports";

/** Who asks, and how to tell the same wish from a second one. */
export type Requester = {
  userId: string | null;
  requestId: string | null;
  /** Sent with the form: however often it arrives, it acts once. */
  idempotencyKey?: string | undefined;
};

export type Requested = { operationId: string };

type Wish<K extends OperationKind> = {
  kind: K;
  input: OperationInput<K>;
  subject: OperationSubject;
  tenantId: string | null;
  serverId?: string;
  snapshotId?: string;
  imageId?: string;
};

/** Writes the intent within the caller's transaction; the worker does the rest. */
export const writeOperation = async <K extends OperationKind>(
  store: Store,
  clock: RequestPorts["clock"],
  by: Requester,
  wish: Wish<K>,
): Promise<Requested> => {
  const operationId = newId();
  await store.operations.insert({
    id: operationId,
    kind: wish.kind,
    tenantId: wish.tenantId,
    serverId: wish.serverId ?? null,
    snapshotId: wish.snapshotId ?? null,
    imageId: wish.imageId ?? null,
    subject: wish.subject,
    input: wish.input,
    requestId: by.requestId,
    createdById: by.userId,
    idempotencyKey: by.idempotencyKey ?? null,
    createdAt: clock.now(),
  });
  return { operationId };
};

/**
 * Runs the request once for each idempotency key: a second sender gets the first one's operation.
 * A key that came with another kind of wish is refused (AppError "conflict").
 */
export const once = async (
  ports: RequestPorts,
  by: Requester,
  kind: OperationKind,
  request: (store: Store) => Promise<Requested>,
): Promise<Requested> => {
  const known = await findKnown(ports, by, kind);
  if (known) return known;
  try {
    return await ports.store.transaction(request);
  } catch (error) {
    // Two senders at once: the row of the first makes the second's insert fail, or its server busy.
    const first = await findKnown(ports, by, kind);
    if (first) return first;
    throw error;
  }
};

const findKnown = async (ports: RequestPorts, by: Requester, kind: OperationKind): Promise<Requested | null> => {
  if (!by.idempotencyKey) return null;
  const known = await ports.store.operations.findByIdempotencyKey(by.idempotencyKey);
  if (!known) return null;
  if (known.kind !== kind || known.createdById !== by.userId) throw new AppError("conflict");
  return { operationId: known.id };
};

/** For what must not wait in line: AppError "alreadyRunning" for the same kind, "serverBusy" for another. */
export const refuseWhileBusy = async (store: Store, serverId: string, kind: OperationKind): Promise<void> => {
  const active = await store.operations.listActive(serverId);
  const [first] = active;
  if (!first) return;
  if (active.some((operation) => operation.kind === kind)) throw new AppError("alreadyRunning");
  throw new AppError("serverBusy");
};
