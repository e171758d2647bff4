"use client";
import { OperationHint } from "@/features/operations/operation-hint";
import { useActiveOperation } from "@/features/operations/use-active-operation";
import { useTranslation } from "@/i18n/provider";
import type { ServerRow } from "../schema";
import { ServerMenu } from "./server-menu";
import { ServerStateDot } from "./server-state";

const stay = () => undefined;

/** How it is and what is being done with it; as wide in either case, so that the columns stay where they are. */
export const RowState = ({ server }: { server: ServerRow }) => {
  const operation = useActiveOperation(server.id, server.activeOperation);
  return (
    <span className="inline-flex @2xl:w-52 max-w-full flex-wrap items-center @max-2xl:justify-end gap-x-3">
      <ServerStateDot state={server.state} />
      {operation ? <OperationHint operation={operation} /> : null}
    </span>
  );
};

export const RowMenu = ({ server }: { server: ServerRow }) => {
  const { t } = useTranslation("common");
  const operation = useActiveOperation(server.id, server.activeOperation);
  return (
    <ServerMenu
      icon="more"
      label={`${t("action.more")}: ${server.name}`}
      onDeleted={stay}
      server={{ ...server, isBusy: operation !== null }}
      size="sm"
    />
  );
};
