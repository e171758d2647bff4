"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState, useTransition } from "react";
import { FormError } from "@/components/form/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { operationKeys } from "@/features/operations/queries";
import { useTranslation } from "@/i18n/provider";
import type { Failure } from "@/lib/errors";
import { newIntentKey } from "@/lib/intent-key";
import { failureOf } from "@/lib/read-json";
import { sendAction } from "@/lib/send-action";
import { createServer } from "../actions";
import { serverChoicesQuery, serverKeys } from "../queries";
import type { ServerChoices } from "../schema";
import { CreateServerForm } from "./create-server-form";
import { firstDraft, type ServerDraft, toInput } from "./server-draft";

type FormProps = { choices: ServerChoices; onClose: () => void };

const CreateServer = ({ choices, onClose }: FormProps) => {
  const { t } = useTranslation(["servers", "common"]);
  const client = useQueryClient();
  const formId = useId();
  const [idempotencyKey] = useState(newIntentKey);
  const [draft, setDraft] = useState<ServerDraft>(() => firstDraft(choices, newIntentKey()));
  const [isTried, setTried] = useState(false);
  const [refused, setRefused] = useState<{ failure: Failure; name: string } | null>(null);
  const [isPending, start] = useTransition();
  const isNameTaken = refused?.failure.code === "nameTaken";

  const submit = () => {
    setTried(true);
    const input = toInput(draft, choices, idempotencyKey);
    if (!input || isPending) return;
    start(async () => {
      const result = await sendAction(() => createServer(input));
      if (!result.ok) {
        setRefused({ failure: result, name: input.name });
        return;
      }
      await Promise.all([
        client.invalidateQueries({ queryKey: serverKeys.all }),
        client.invalidateQueries({ queryKey: operationKeys.all }),
      ]);
      onClose();
    });
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button form={formId} isPending={isPending} type="submit" variant="primary">
            {t("create.action")}
          </Button>
        </>
      }
      isOpen
      onOpenChange={onClose}
      onSubmit={submit}
      size="lg"
      title={t("create.title")}
    >
      <form
        className="grid gap-4"
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <CreateServerForm
          choices={choices}
          draft={draft}
          isTried={isTried}
          onChange={setDraft}
          refusedName={isNameTaken ? refused.name : null}
        />
      </form>
      <FormError failure={isNameTaken ? null : refused?.failure} />
    </Dialog>
  );
};

/** Before the form: what it chooses from, or why nothing can be made yet. */
export const CreateServerDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation("servers");
  const { data, error, refetch } = useQuery({ ...serverChoicesQuery(), staleTime: 0 });
  if (data && data.images.length > 0 && data.tenants.length > 0)
    return <CreateServer choices={data} onClose={onClose} />;
  return (
    <Dialog isOpen onOpenChange={onClose} size="lg" title={t("create.title")}>
      {data ? (
        <p>{data.images.length === 0 ? t("create.noImages") : t("create.noTenants")}</p>
      ) : error ? (
        <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} title={t("create.failed")} />
      ) : (
        <div className="grid gap-3">
          <Skeleton className="h-9 w-full" />
          <Skeleton className="h-9 w-full" />
          <Skeleton className="h-9 w-full" />
        </div>
      )}
    </Dialog>
  );
};
