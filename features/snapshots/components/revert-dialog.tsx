"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/form/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { useTranslation } from "@/i18n/provider";
import type { Failure } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { failureOf } from "@/lib/read-json";
import { sendAction } from "@/lib/send-action";
import { revertSnapshot } from "../actions";
import { configChanges, isAddedDisk } from "../lib/config-changes";
import { snapshotKeys, snapshotQuery } from "../queries";
import type { SnapshotRow } from "../schema";
import { type RevertChoice, RevertChoices } from "./revert-choices";
import { RevertFacts } from "./revert-facts";

type Props = {
  /** Whether it goes back to what was before the last revert. */
  isUndo: boolean;
  onClose: () => void;
  snapshot: Pick<SnapshotRow, "id" | "name" | "serverName">;
};

const waiting = ["a", "b", "c"] as const;

/** Says what comes back, what is lost and what stays before anything is done. Acts once for each opening. */
export const RevertDialog = ({ isUndo, onClose, snapshot }: Props) => {
  const { t } = useTranslation(["snapshots", "common"]);
  const client = useQueryClient();
  // What is said here decides: it must not be from half a minute ago.
  const { data, error } = useQuery({ ...snapshotQuery(snapshot.id), refetchOnMount: "always" });
  const [idempotencyKey] = useState(newId);
  const [choice, setChoice] = useState<RevertChoice>({ disksOnly: false, force: false, safety: true });
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const refusal = failure ?? (error ? failureOf(error) : null);
  const hasAddedDisks = data !== undefined && configChanges(data.config, data.server).some(isAddedDisk);
  const isWithMemory = data?.consistency === "memory" && !choice.disksOnly && !hasAddedDisks;
  const isCold = data !== undefined && !isWithMemory && data.server.state === "running";

  const blocked = (() => {
    if (!data) return t("revert.loading");
    if (data.state === "failed") return t("reason.failed");
    if (data.state !== "ready") return t(`reason.${data.state}`);
    if (data.isServerBusy) return t("reason.serverBusy");
    return data.server.state === "running" || data.server.state === "stopped" ? undefined : t("reason.serverUnknown");
  })();

  const submit = async () => {
    if (isSending || blocked) return;
    setSending(true);
    setFailure(null);
    const result = await sendAction(() =>
      revertSnapshot({
        disksOnly: !isWithMemory,
        force: isCold && choice.force,
        idempotencyKey,
        safety: choice.safety,
        snapshotId: snapshot.id,
      }),
    );
    await client.invalidateQueries({ queryKey: snapshotKeys.all });
    if (result.ok) onClose();
    else setFailure(result);
    setSending(false);
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button disabledReason={blocked} isPending={isSending} onPress={submit} variant="danger">
            {t("common:action.ok")}
          </Button>
        </>
      }
      isDestructive
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      onSubmit={submit}
      size="lg"
      title={t(isUndo ? "undo.title" : "revert.title", { name: snapshot.name, server: snapshot.serverName })}
    >
      {data ? (
        <>
          <RevertFacts isWithMemory={isWithMemory} snapshot={data} />
          <RevertChoices
            choice={{ ...choice, disksOnly: !isWithMemory }}
            memoryReason={hasAddedDisks ? t("revert.what.memoryNot") : undefined}
            onChange={setChoice}
            snapshot={data}
          />
        </>
      ) : (
        <div className="grid gap-4 py-2">
          {waiting.map((name) => (
            <Skeleton className="h-5 w-full" key={name} />
          ))}
        </div>
      )}
      <FormError failure={refusal}>{data && !isSending ? blocked : null}</FormError>
    </Dialog>
  );
};
