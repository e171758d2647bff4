"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, useTransition } from "react";
import { FormError } from "@/components/form/form-error";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { operationKeys } from "@/features/operations/queries";
import { useTranslation } from "@/i18n/provider";
import type { Failure } from "@/lib/errors";
import { newIntentKey } from "@/lib/intent-key";
import { failureOf } from "@/lib/read-json";
import { sendAction } from "@/lib/send-action";
import { deleteServer } from "../actions";
import { serverKeys, serverLossesQuery } from "../queries";
import type { ServerLosses } from "../schema";
import { Consequences } from "./consequences";

type Target = { id: string; name: string };

const Locked = ({ locked, serverId }: { locked: ServerLosses["locked"]; serverId: string }) => {
  const { t } = useTranslation("servers");
  return (
    <div className="grid gap-2 rounded-md bg-warn-soft px-3.5 py-2.5 text-warn-ink">
      <p>{t("delete.lockedTitle", { count: locked.length })}</p>
      <ul className="grid max-h-40 gap-1 overflow-y-auto">
        {locked.map(({ id, name }) => (
          <li className="break-words" key={id}>
            <TextLink href={`/servers/${serverId}/snapshots/${id}`}>{name}</TextLink>
          </li>
        ))}
      </ul>
      <p>{t("delete.lockedText", { count: locked.length })}</p>
    </div>
  );
};

const Losses = ({ losses, server }: { losses: ServerLosses; server: Target }) => {
  const { t } = useTranslation("servers");
  if (losses.locked.length > 0) return <Locked locked={losses.locked} serverId={server.id} />;
  const text = (
    <ul>
      <li>{t("delete.disks", { count: losses.disks })}</li>
      {losses.snapshots > 0 ? <li>{t("delete.snapshots", { count: losses.snapshots })}</li> : null}
      <li className="text-muted">{t("delete.lostHint")}</li>
    </ul>
  );
  return <Consequences rows={[{ label: t("delete.lost"), text }]} />;
};

type Props = { onClose: () => void; onDeleted: () => void; server: Target };

export const DeleteServerDialog = ({ onClose, onDeleted, server }: Props) => {
  const { t } = useTranslation(["servers", "common"]);
  const client = useQueryClient();
  const { data: losses, error } = useQuery({ ...serverLossesQuery(server.id), staleTime: 0 });
  const [idempotencyKey] = useState(newIntentKey);
  const [typedName, setTypedName] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, start] = useTransition();
  const isBarred = !losses || losses.locked.length > 0;
  const isConfirmed = typedName === server.name;

  const confirm = () => {
    if (isBarred || !isConfirmed) return;
    start(async () => {
      const result = await sendAction(() => deleteServer({ idempotencyKey, serverId: server.id, typedName }));
      await client.invalidateQueries({ queryKey: operationKeys.all });
      if (!result.ok) {
        setFailure(result);
        await client.invalidateQueries({ queryKey: serverKeys.losses(server.id) });
        return;
      }
      await client.invalidateQueries({ queryKey: serverKeys.lists() });
      onDeleted();
    });
  };

  const typeName = t("delete.typeName", { name: server.name });
  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t(losses?.locked.length ? "common:action.close" : "common:action.cancel")}</Button>
          {losses?.locked.length ? null : (
            <Button
              disabledReason={isConfirmed ? undefined : typeName}
              icon="trash"
              isPending={isPending}
              onPress={confirm}
              variant="danger"
            >
              {t("delete.confirm")}
            </Button>
          )}
        </>
      }
      isDestructive
      isOpen
      onOpenChange={onClose}
      onSubmit={confirm}
      title={t("delete.title", { name: server.name })}
    >
      {losses ? <Losses losses={losses} server={server} /> : error ? null : <Skeleton className="h-4 w-64" />}
      <FormError failure={failure ?? (error ? failureOf(error) : null)} />
      {losses?.locked.length ? null : (
        <TextField autoComplete="off" label={typeName} onChange={setTypedName} value={typedName} />
      )}
    </Dialog>
  );
};
