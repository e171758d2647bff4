"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTransition } from "react";
import { usePermission } from "@/components/person-provider";
import { toast } from "@/components/ui/toaster";
import type { ServerState } from "@/engine";
import { operationKeys } from "@/features/operations/queries";
import { useTranslation } from "@/i18n/provider";
import { newIntentKey } from "@/lib/intent-key";
import { sendAction } from "@/lib/send-action";
import { forceOffServer, startServer, stopServer } from "../actions";
import { findObstacle, type PowerAction } from "../power";
import { serverKeys } from "../queries";

/** What the controls of a server need to know of it. */
export type PoweredServer = { id: string; isBusy: boolean; name: string; state: ServerState; tenantId: string };

const requests = { forceOff: forceOffServer, start: startServer, stop: stopServer } as const;

export const usePower = (server: PoweredServer) => {
  const { t } = useTranslation(["servers", "errors"]);
  const right = usePermission("server.power", server.tenantId);
  const client = useQueryClient();
  const [isPending, start] = useTransition();

  const reasonOf = (action: PowerAction): string | undefined => {
    const obstacle = findObstacle(server, action);
    return right.reason ?? (obstacle ? t(`power.${obstacle}`) : undefined);
  };

  const request = (action: PowerAction, idempotencyKey = newIntentKey()) =>
    start(async () => {
      const result = await sendAction(() => requests[action]({ idempotencyKey, serverId: server.id }));
      await Promise.all([
        client.invalidateQueries({ queryKey: operationKeys.all }),
        client.invalidateQueries({ queryKey: serverKeys.all }),
      ]);
      if (result.ok) return;
      const description = t(`errors:${result.code}`, { replace: result.params });
      toast.error({ description, title: t("power.failed", { name: server.name }) });
    });

  return { isPending, reasonOf, request };
};
