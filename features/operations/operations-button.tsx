"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { useTranslation } from "@/i18n/provider";
import { isActive } from "./is-active";
import { operationsQuery } from "./queries";
import type { OperationList } from "./schema";

const OperationsDrawer = dynamic(() => import("./operations-drawer").then((module) => module.OperationsDrawer), {
  ssr: false,
});

const OperationToasts = dynamic(
  () => import("./components/operation-toasts").then((module) => module.OperationToasts),
  { ssr: false },
);

/** Stands in the top bar of every page: how much runs, the way to the list, and the messages when something ends. */
export const OperationsButton = ({ first }: { first: OperationList | null }) => {
  const { t } = useTranslation("operations");
  const { data } = useQuery({ ...operationsQuery(), ...(first && { initialData: first }) });
  const path = usePathname();
  const [openOn, setOpenOn] = useState<string | null>(null);
  const count = data?.rows.filter(isActive).length ?? 0;
  const running = t("button.running", { count });
  // It belongs to what the person was looking at: another page closes it.
  const isOpen = openOn === path;
  return (
    <>
      <Button
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        label={count > 0 ? `${t("button.idle")}: ${running}` : t("button.idle")}
        onPress={() => setOpenOn(isOpen ? null : path)}
        variant="quiet"
      >
        {count > 0 ? (
          <span className="flex items-center gap-2 text-ink">
            <span
              aria-hidden="true"
              className="size-3.5 animate-spin rounded-full border-2 border-accent-ink border-r-transparent"
            />
            <span className="sm:hidden">{count}</span>
            <span className="max-sm:hidden">{running}</span>
          </span>
        ) : (
          <Icon name="operations" />
        )}
      </Button>
      {data ? <OperationToasts list={data} /> : null}
      {isOpen ? <OperationsDrawer onClose={() => setOpenOn(null)} /> : null}
    </>
  );
};
