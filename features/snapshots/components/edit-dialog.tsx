"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/form/form-error";
import { TextArea } from "@/components/form/text-area";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useTranslation } from "@/i18n/provider";
import type { Failure } from "@/lib/errors";
import { sendAction } from "@/lib/send-action";
import { editSnapshot } from "../actions";
import { changeCached } from "../lib/cached-snapshots";
import { useNameCheck } from "../lib/use-name-check";
import { descriptionLimit } from "../limits";
import { snapshotKeys } from "../queries";
import type { SnapshotRow } from "../schema";
import { ExpiryField, expiryOf } from "./expiry-field";

type Props = { onClose: () => void; snapshot: SnapshotRow };

/** Name, description and expiry; nothing on the machine changes. */
export const EditDialog = ({ onClose, snapshot }: Props) => {
  const { t } = useTranslation(["snapshots", "common", "errors"]);
  const client = useQueryClient();
  const { id, serverId } = snapshot;
  const [name, setName] = useState(snapshot.name);
  const [description, setDescription] = useState(snapshot.description);
  const [expiry, setExpiry] = useState(() => expiryOf(snapshot.expiresAt));
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const nameCheck = useNameCheck({ except: id, isRequired: true, name, serverId });
  const isExpiryRefused = failure?.code === "expiryInPast" || Boolean(failure?.fields?.expiresAt);
  const isNameRefused = failure?.code === "nameTaken" || Boolean(failure?.fields?.name);
  const refusal = failure ? t(`errors:${failure.code}`, { replace: failure.params }) : undefined;

  const submit = async () => {
    if (isSending || nameCheck.error || description.length > descriptionLimit) return;
    setSending(true);
    setFailure(null);
    const isMoved = expiry.at !== snapshot.expiresAt;
    const takeBack = await changeCached(client, id, { description: description.trim(), name: name.trim() });
    const result = await sendAction(() =>
      editSnapshot({ description, name, snapshotId: id, ...(isMoved && { expiresAt: expiry.at }) }),
    );
    if (!result.ok) takeBack();
    await client.invalidateQueries({ queryKey: snapshotKeys.all });
    setSending(false);
    if (result.ok) onClose();
    else setFailure(result);
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button isPending={isSending} onPress={submit} variant="primary">
            {t("common:action.save")}
          </Button>
        </>
      }
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      onSubmit={submit}
      title={t("edit.title", { name: snapshot.name })}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          autoComplete="off"
          errorMessage={nameCheck.error ?? (isNameRefused ? refusal : undefined)}
          isRequired
          label={t("name.label")}
          onChange={setName}
          value={name}
        />
        <TextArea
          errorMessage={
            description.length > descriptionLimit ? t("description.tooLong", { limit: descriptionLimit }) : undefined
          }
          label={t("description.label")}
          onChange={setDescription}
          value={description}
        />
        <ExpiryField errorMessage={isExpiryRefused ? refusal : undefined} onChange={setExpiry} value={expiry} />
        <FormError failure={isExpiryRefused || isNameRefused ? null : failure} />
        <button className="hidden" type="submit" />
      </form>
    </Dialog>
  );
};
