"use client";
import { useQueryClient } from "@tanstack/react-query";
import { usePerson } from "@/components/person-provider";
import { toast } from "@/components/ui/toaster";
import { useTranslation } from "@/i18n/provider";
import { sendAction } from "@/lib/send-action";
import { lockSnapshot, unlockSnapshot } from "../actions";
import { snapshotKeys } from "../queries";
import type { SnapshotRow } from "../schema";

type Subject = Pick<SnapshotRow, "id" | "name">;

/** Locks and unlocks; the screen shows it at once and takes it back with the reason if the server refuses. */
export const useLock = () => {
  const client = useQueryClient();
  const person = usePerson();
  const { t } = useTranslation(["snapshots", "errors"]);

  const change = async (
    { id, name }: Subject,
    lock: SnapshotRow["lock"],
    send: () => ReturnType<typeof lockSnapshot>,
  ): Promise<void> => {
    const { changeCached } = await import("./cached-snapshots");
    const takeBack = await changeCached(client, id, { lock });
    const result = await sendAction(send);
    if (!result.ok) {
      takeBack();
      const title = t(lock ? "lock.failed" : "unlock.failed", { name });
      toast.error({ description: t(`errors:${result.code}`, { replace: result.params }), title });
    }
    await client.invalidateQueries({ queryKey: snapshotKeys.all });
  };

  return {
    lock: (snapshot: Subject, reason = "") =>
      change(snapshot, { at: new Date().toISOString(), by: person.name, reason }, () =>
        lockSnapshot({ reason, snapshotId: snapshot.id }),
      ),
    unlock: (snapshot: Subject) => change(snapshot, null, () => unlockSnapshot({ snapshotId: snapshot.id })),
  };
};
