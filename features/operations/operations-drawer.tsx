"use client";
import { useQuery } from "@tanstack/react-query";
import { createPortal } from "react-dom";
import { ErrorState } from "@/components/ui/error-state";
import { SidePanel } from "@/components/ui/side-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { useTranslation } from "@/i18n/provider";
import { failureOf } from "@/lib/read-json";
import { OperationItem } from "./components/operation-item";
import { isActive } from "./is-active";
import { operationsQuery } from "./queries";
import type { OperationRow } from "./schema";

type SectionProps = { empty: string; onClose: () => void; rows: readonly OperationRow[]; title: string };

const Section = ({ empty, onClose, rows, title }: SectionProps) => (
  <section>
    <h3 className="font-medium text-muted text-sm">{title}</h3>
    {rows.length === 0 ? (
      <p className="py-3 text-muted">{empty}</p>
    ) : (
      <ul>
        {rows.map((operation) => (
          <OperationItem key={operation.id} onLeave={onClose} operation={operation} />
        ))}
      </ul>
    )}
  </section>
);

/** What runs and what has ended lately, beside whatever page is open. */
export const OperationsDrawer = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation("operations");
  const { data, error, refetch } = useQuery(operationsQuery());
  // The top bar blurs what is behind it, and would hold a panel in it to its own height.
  return createPortal(
    <SidePanel onClose={onClose} title={t("drawer.title")}>
      {data ? (
        <>
          <Section
            empty={t("active.empty")}
            onClose={onClose}
            rows={data.rows.filter(isActive)}
            title={t("active.title")}
          />
          <Section
            empty={t("ended.empty")}
            onClose={onClose}
            rows={data.rows.filter((operation) => !isActive(operation))}
            title={t("ended.title")}
          />
        </>
      ) : error ? (
        <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : (
        <div className="grid gap-3">
          <Skeleton className="h-4 w-64" />
          <Skeleton className="h-3 w-40" />
          <Skeleton className="h-4 w-56" />
        </div>
      )}
    </SidePanel>,
    document.body,
  );
};
