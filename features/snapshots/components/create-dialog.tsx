"use client";
import { type FormEvent, useState } from "react";
import { Checkbox } from "@/components/form/checkbox";
import { FormError } from "@/components/form/form-error";
import { TextArea } from "@/components/form/text-area";
import { TextField } from "@/components/form/text-field";
import { useRefresh } from "@/components/live-events";
import { usePermission } from "@/components/person-provider";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useTranslation } from "@/i18n/provider";
import type { Failure } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { sendAction } from "@/lib/send-action";
import { createSnapshot } from "../actions";
import { useNameCheck } from "../lib/use-name-check";
import { descriptionLimit } from "../limits";
import { snapshotKeys } from "../queries";
import type { SnapshotRow } from "../schema";
import { type Expiry, ExpiryField, expiryOf } from "./expiry-field";
import { ModeField, type ModeServer } from "./mode-field";
import { QuiesceField, quiesceObstacle } from "./quiesce-field";

export type CreateServer = ModeServer & { id: string; tenantId: string };

type Props = { onClose: () => void; server: CreateServer };

const modeCodes: readonly Failure["code"][] = ["memoryNeedsRunning", "stopNeedsRunning", "diskFull"];
const quiesceCodes: readonly Failure["code"][] = ["agentUnavailable", "quiesceNeedsRunning"];

/** Which field a refusal belongs to; what belongs to none stands below them all. */
const placeOf = (failure: Failure | null): "expiry" | "form" | "mode" | "name" | "quiesce" | null => {
  if (!failure) return null;
  if (failure.code === "nameTaken" || failure.fields?.name) return "name";
  if (failure.code === "expiryInPast" || failure.fields?.expiresAt) return "expiry";
  if (quiesceCodes.includes(failure.code)) return "quiesce";
  return modeCodes.includes(failure.code) ? "mode" : "form";
};

export const CreateDialog = ({ onClose, server }: Props) => {
  const { t } = useTranslation(["snapshots", "common", "errors"]);
  const refresh = useRefresh();
  const isRunning = server.state === "running";
  const [idempotencyKey, setKey] = useState(newId);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [lock, setLock] = useState(false);
  const [expiry, setExpiry] = useState<Expiry>(expiryOf(null));
  const [chosen, setMode] = useState<SnapshotRow["mode"] | null>(null);
  const [isQuiesceWished, setQuiesce] = useState<boolean | null>(null);
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const nameCheck = useNameCheck({ name, serverId: server.id });
  const lockRight = usePermission("snapshot.lock", server.tenantId);
  // The instance may stop while the dialog is open: what needs it running falls back to what does not.
  const mode = isRunning ? (chosen ?? "memory") : "disks";
  // With RAM, going back does not need it: there it is only for those who ask for it.
  const quiesce = quiesceObstacle(server, mode) === null && (isQuiesceWished ?? mode === "disks");
  const place = placeOf(failure);
  const refusal = (where: typeof place) =>
    failure && place === where ? t(`errors:${failure.code}`, { replace: failure.params }) : undefined;
  const edit =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setFailure(null);
    };

  const submit = async () => {
    if (isSending || nameCheck.error || description.length > descriptionLimit) return;
    setSending(true);
    setFailure(null);
    const wish = { description, expiresAt: expiry.at, idempotencyKey, lock, mode, name, quiesce, serverId: server.id };
    const result = await sendAction(() => createSnapshot(wish));
    refresh(snapshotKeys.all[0]);
    setSending(false);
    if (result.ok) return onClose();
    setFailure(result);
    // Corrected, it is another wish; where the answer was lost, it is the same one.
    if (result.code !== "internal") setKey(newId());
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button isPending={isSending} onPress={submit} variant="primary">
            {t("create.confirm")}
          </Button>
        </>
      }
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      onSubmit={submit}
      size="lg"
      title={t("create.title", { server: server.name })}
    >
      <form
        className="grid gap-4"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          autoComplete="off"
          description={t("name.text")}
          errorMessage={nameCheck.error ?? refusal("name")}
          label={t("name.label")}
          onChange={edit(setName)}
          placeholder={nameCheck.suggestion}
          value={name}
        />
        <ModeField errorMessage={refusal("mode")} onChange={edit(setMode)} server={server} value={mode} />
        <QuiesceField
          errorMessage={refusal("quiesce")}
          mode={mode}
          onChange={edit(setQuiesce)}
          server={server}
          value={quiesce}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <ExpiryField errorMessage={refusal("expiry")} onChange={edit(setExpiry)} value={expiry} />
          <TextArea
            errorMessage={
              description.length > descriptionLimit ? t("description.tooLong", { limit: descriptionLimit }) : undefined
            }
            label={t("description.label")}
            onChange={setDescription}
            rows={2}
            value={description}
          />
        </div>
        <Checkbox
          description={t("create.lockText")}
          disabledReason={lockRight.reason}
          isSelected={lock}
          label={t("create.lock")}
          onChange={setLock}
        />
        <FormError failure={place === "form" ? failure : null} />
        {/* Enter in a field sends the form; the buttons stand outside it. */}
        <button className="hidden" type="submit" />
      </form>
    </Dialog>
  );
};
