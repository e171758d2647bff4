import type { QueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { toast } from "@/components/ui/toaster";
import { sendAction } from "@/lib/send-action";
import { lockSnapshot, unlockSnapshot } from "../actions";
import { snapshotKeys } from "../queries";
import type { SnapshotRow } from "../schema";
import { changeCached } from "./cached-snapshots";

type Change = {
  client: QueryClient;
  lock: SnapshotRow["lock"];
  snapshot: Pick<SnapshotRow, "id" | "name">;
  t: TFunction<readonly ["snapshots", "errors"]>;
};

/** The screen shows it at once and takes it back with the reason if the server refuses. */
export const changeLock = async ({ client, lock, snapshot: { id, name }, t }: Change): Promise<void> => {
  const takeBack = await changeCached(client, id, { lock });
  const result = await sendAction(() =>
    lock ? lockSnapshot({ reason: lock.reason, snapshotId: id }) : unlockSnapshot({ snapshotId: id }),
  );
  if (!result.ok) {
    takeBack();
    const title = t(lock ? "lock.failed" : "unlock.failed", { name });
    toast.error({ description: t(`errors:${result.code}`, { replace: result.params }), title });
  }
  await client.invalidateQueries({ queryKey: snapshotKeys.all });
};
