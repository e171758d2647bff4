"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState, useTransition } from "react";
import { FormError } from "@/components/form/form-error";
import { Button, IconButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { operationKeys } from "@/features/operations/queries";
import { useTranslation } from "@/i18n/provider";
import type { Failure } from "@/lib/errors";
import { newIntentKey } from "@/lib/intent-key";
import { sendAction } from "@/lib/send-action";
import { deleteImage } from "../actions";
import { imageKeys } from "../queries";
import type { ImageRow } from "../schema";

const Consequence = ({ label, text }: { label: string; text: string }) => (
  <div className="grid gap-x-4 sm:grid-cols-[7rem_minmax(0,1fr)]">
    <dt className="text-muted">{label}</dt>
    <dd className="min-w-0 break-words">{text}</dd>
  </div>
);

const DeleteDialog = ({ image, onClose }: { image: ImageRow; onClose: () => void }) => {
  const { t } = useTranslation(["images", "common"]);
  const client = useQueryClient();
  const [idempotencyKey] = useState(newIntentKey);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, start] = useTransition();
  const { id, name, servers } = image;
  const confirm = () => {
    if (isPending) return;
    start(async () => {
      const result = await sendAction(() => deleteImage({ idempotencyKey, imageId: id }));
      await Promise.all([
        client.invalidateQueries({ queryKey: imageKeys.all }),
        client.invalidateQueries({ queryKey: operationKeys.all }),
      ]);
      if (result.ok) onClose();
      else setFailure(result);
    });
  };
  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button icon="trash" isPending={isPending} onPress={confirm} variant="danger">
            {t("delete.confirm")}
          </Button>
        </>
      }
      isDestructive
      isOpen
      onOpenChange={onClose}
      onSubmit={confirm}
      title={t("delete.title", { name })}
    >
      <dl className="grid gap-2">
        <Consequence label={t("delete.lost")} text={t("delete.lostText", { name })} />
        <Consequence
          label={t("delete.stays")}
          text={servers > 0 ? t("delete.staysText", { count: servers }) : t("delete.staysNone")}
        />
      </dl>
      <FormError failure={failure} />
    </Dialog>
  );
};

/** The red bin of an image. */
export const DeleteImage = ({ image }: { image: ImageRow }) => {
  const { t } = useTranslation("images");
  const [isOpen, setOpen] = useState(false);
  const isBusy = image.state === "importing" || image.state === "pending";
  return (
    <>
      <IconButton
        className="text-bad-ink"
        disabledReason={isBusy ? t("reason.busy") : undefined}
        icon="trash"
        label={`${t("delete.action")}: ${image.name}`}
        onPress={() => setOpen(true)}
        size="sm"
      />
      {isOpen ? <DeleteDialog image={image} onClose={() => setOpen(false)} /> : null}
    </>
  );
};
