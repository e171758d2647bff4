"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { Pagination } from "@/components/data-table/pagination";
import type { Column } from "@/components/data-table/types";
import { useListState } from "@/components/data-table/use-list-state";
import { SearchField } from "@/components/form/search-field";
import { RelativeTime } from "@/components/time/relative-time";
import { Button, IconButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatNumber } from "@/lib/format";
import { failureOf } from "@/lib/read-json";
import { DeleteDialog } from "./components/delete-dialog";
import { NameDialog } from "./components/name-dialog";
import { tenantList } from "./list";
import type { TenantRow } from "./loaders";
import { tenantKeys, tenantsQuery } from "./queries";

type Open = "create" | { kind: "delete" | "rename"; tenant: TenantRow } | null;

const useColumns = (): Column<TenantRow>[] => {
  const { t } = useTranslation("tenants");
  const locale = useLocale();
  return [
    {
      // The tenant's instances: what an admin looks for behind a customer's name.
      cell: ({ id, name }) => (
        <TextLink href={`/servers?tenant=${id}`} isQuiet>
          {name}
        </TextLink>
      ),
      header: t("column.name"),
      id: "name",
      sortable: true,
    },
    {
      align: "end",
      cell: ({ id, people }) => <TextLink href={`/people?tenant=${id}`}>{formatNumber(people, locale)}</TextLink>,
      header: t("column.people"),
      id: "people",
    },
    {
      align: "end",
      cell: ({ servers }) => formatNumber(servers, locale),
      header: t("column.servers"),
      id: "servers",
    },
    {
      align: "end",
      cell: ({ snapshots }) => formatNumber(snapshots, locale),
      header: t("column.snapshots"),
      id: "snapshots",
    },
    {
      align: "end",
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
      header: t("column.created"),
      id: "createdAt",
      sortable: true,
    },
  ];
};

export const TenantsView = () => {
  const { t } = useTranslation(["tenants", "common"]);
  const client = useQueryClient();
  const { query, setPage, setQuery, setSort, state } = useListState(tenantList);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(tenantsQuery(state));
  const [open, setOpen] = useState<Open>(null);
  const columns = useColumns();

  const close = () => {
    setOpen(null);
    void client.invalidateQueries({ queryKey: tenantKeys.all });
  };
  const create = (
    <Button icon="plus" onPress={() => setOpen("create")} variant="primary">
      {t("action.create")}
    </Button>
  );
  const empty = state.q ? (
    <EmptyState icon="search" title={t("empty.found")} />
  ) : (
    <EmptyState action={create} icon="tenant" title={t("empty.title")}>
      {t("empty.text")}
    </EmptyState>
  );
  const rowActions = (tenant: TenantRow) => (
    <>
      <IconButton
        icon="edit"
        label={t("rename.title", { name: tenant.name })}
        onPress={() => setOpen({ kind: "rename", tenant })}
        size="sm"
      />
      <IconButton
        disabledReason={tenant.people + tenant.servers + tenant.snapshots > 0 ? t("delete.notEmpty") : undefined}
        icon="trash"
        label={t("delete.title", { name: tenant.name })}
        onPress={() => setOpen({ kind: "delete", tenant })}
        size="sm"
      />
    </>
  );

  return (
    <>
      <PageHeader actions={create} title={t("title")} />
      <SearchField label={t("search")} onChange={setQuery} value={query} />
      {error && !data ? (
        <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : (
        <>
          <DataTable
            columns={columns}
            empty={empty}
            isLoading={!data || (isFetching && isPlaceholderData)}
            label={t("title")}
            onSortChange={setSort}
            rowActions={rowActions}
            rowKey={({ id }) => id}
            rowName={({ name }) => name}
            rows={data?.rows ?? []}
            sort={state.sort}
          />
          <Pagination onChange={setPage} page={state.page} pageSize={state.pageSize} total={data?.total ?? 0} />
        </>
      )}
      {open === "create" ? <NameDialog onClose={close} tenant={null} /> : null}
      {typeof open === "object" && open?.kind === "rename" ? <NameDialog onClose={close} tenant={open.tenant} /> : null}
      {typeof open === "object" && open?.kind === "delete" ? (
        <DeleteDialog onClose={close} tenant={open.tenant} />
      ) : null}
    </>
  );
};
