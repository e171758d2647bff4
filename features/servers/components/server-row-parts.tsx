"use client";
import { useActiveOperation } from "@/features/operations/use-active-operation";
import { useTranslation } from "@/i18n/provider";
import type { ServerRow } from "../schema";
import { ServerMenu } from "./server-menu";
import { ServerStateDot } from "./server-state";

const stay = () => undefined;

/** As wide whether something is being done or not, so that the columns stay where they are. */
export const RowState = ({ server }: { server: ServerRow }) => (
  <span className="block @2xl:w-52">
    <ServerStateDot operation={useActiveOperation(server.id, server.activeOperation)} state={server.state} />
  </span>
);

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
