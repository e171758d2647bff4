"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState, useTransition } from "react";
import { Checkbox } from "@/components/form/checkbox";
import { FormError } from "@/components/form/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { operationKeys } from "@/features/operations/queries";
import { useTranslation } from "@/i18n/provider";
import type { Failure } from "@/lib/errors";
import { newIntentKey } from "@/lib/intent-key";
import { failureOf } from "@/lib/read-json";
import { sendAction } from "@/lib/send-action";
import { editServer } from "../actions";
import { serverKeys, serverSizeQuery } from "../queries";
import type { ServerHeader } from "../schema";
import { findSizeFaults, removedDisks, sizeDraftOf, toWish } from "./size-draft";
import { SizeForm } from "./size-form";

type Props = { onClose: () => void; server: ServerHeader };

/** Changes what a stopped instance is made of. What goes with its data is asked for. */
export const SizeDialog = ({ onClose, server }: Props) => {
  const { t } = useTranslation(["servers", "common"]);
  const client = useQueryClient();
  const formId = useId();
  const { data: size, error } = useQuery({ ...serverSizeQuery(server.id), staleTime: 0 });
  const [idempotencyKey] = useState(newIntentKey);
  // As it was when the dialog was opened: what others change meanwhile is refused, not mixed in.
  const [first] = useState(server);
  const [draft, setDraft] = useState(() => sizeDraftOf(first));
  const [isTried, setTried] = useState(false);
  const [isLossKnown, setLossKnown] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, start] = useTransition();
  const removed = removedDisks(draft, first);
  const wish = size ? toWish(draft, first, size.limits) : null;
  const faults = size && findSizeFaults(draft, size.limits);
  const isFaulty = faults ? faults.vcpus || faults.memory || faults.disks.size > 0 : false;

  const blocked = (() => {
    if (removed.length > 0 && !isLossKnown) return t("size.confirmLoss");
    return size && !wish && !isFaulty ? t("size.same") : undefined;
  })();

  const submit = () => {
    setTried(true);
    if (!wish || blocked || isPending) return;
    start(async () => {
      const result = await sendAction(() => editServer({ ...wish, idempotencyKey, serverId: first.id }));
      await Promise.all([
        client.invalidateQueries({ queryKey: serverKeys.all }),
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
          <Button
            disabledReason={blocked}
            form={formId}
            isPending={isPending}
            type="submit"
            variant={removed.length > 0 ? "danger" : "primary"}
          >
            {t("size.action")}
          </Button>
        </>
      }
      isOpen
      onOpenChange={onClose}
      onSubmit={submit}
      size="lg"
      title={t("size.title", { name: first.name })}
    >
      <p className="text-muted">{t("size.text")}</p>
      <form
        className="grid gap-4"
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {size ? (
          <SizeForm draft={draft} isTried={isTried} onChange={setDraft} size={size} />
        ) : error ? null : (
          <Skeleton className="h-9 w-full" />
        )}
      </form>
      {removed.length > 0 ? (
        <Checkbox
          isSelected={isLossKnown}
          label={t("size.loss", { count: removed.length, numbers: removed.join(", ") })}
          onChange={setLossKnown}
        />
      ) : null}
      <FormError failure={failure ?? (error ? failureOf(error) : null)} />
    </Dialog>
  );
};
