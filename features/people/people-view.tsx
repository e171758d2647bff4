"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { Pagination } from "@/components/data-table/pagination";
import type { Column } from "@/components/data-table/types";
import { useListState } from "@/components/data-table/use-list-state";
import { SearchField } from "@/components/form/search-field";
import { RelativeTime } from "@/components/time/relative-time";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { StateDot } from "@/components/ui/state-dot";
import { TextLink } from "@/components/ui/text-link";
import { useTranslation } from "@/i18n/provider";
import { formatListState } from "@/lib/list-state";
import { failureOf } from "@/lib/read-json";
import type { AddedPerson } from "./components/add-person-dialog";
import { PasswordShown } from "./components/password-shown";
import { RoleBadges } from "./components/role-badges";
import { peopleHref, peopleList } from "./list";
import type { PersonRow, TenantChoice } from "./loaders";
import { peopleKeys, peopleQuery } from "./queries";

// Neither is needed before somebody asks for it.
const AddPersonDialog = dynamic(
  () => import("./components/add-person-dialog").then((module) => module.AddPersonDialog),
  {
    ssr: false,
  },
);
const PersonPanel = dynamic(() => import("./components/person-panel").then((module) => module.PersonPanel), {
  ssr: false,
});

type Props = { /** The person open beside the list. */ personId: string | null; tenants: readonly TenantChoice[] };

const useColumns = (address: string): Column<PersonRow>[] => {
  const { t } = useTranslation("people");
  return [
    {
      cell: ({ id, name }) => (
        <TextLink href={peopleHref(address, id)} isQuiet scroll={false}>
          {name}
        </TextLink>
      ),
      header: t("column.name"),
      id: "name",
      sortable: true,
    },
    { cell: ({ email }) => email, header: t("column.email"), id: "email", sortable: true },
    {
      cell: ({ isAdmin, memberships }) => <RoleBadges isAdmin={isAdmin} memberships={memberships} most={2} />,
      header: t("column.roles"),
      id: "roles",
    },
    {
      cell: ({ isDisabled }) => (
        <StateDot label={t(isDisabled ? "state.disabled" : "state.active")} tone={isDisabled ? "warn" : "good"} />
      ),
      header: t("column.state"),
      id: "state",
    },
    {
      align: "end",
      cell: ({ lastSeenAt }) => (lastSeenAt ? <RelativeTime at={lastSeenAt} /> : t("state.never")),
      header: t("column.lastSeen"),
      id: "lastSeen",
    },
  ];
};

export const PeopleView = ({ personId, tenants }: Props) => {
  const { t } = useTranslation("people");
  const client = useQueryClient();
  const { query, setPage, setQuery, setSort, state } = useListState(peopleList);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(peopleQuery(state));
  const [isAdding, setAdding] = useState(false);
  const [added, setAdded] = useState<AddedPerson | null>(null);
  const address = formatListState(state, peopleList);
  const columns = useColumns(address);

  const finishAdding = (person: AddedPerson) => {
    setAdding(false);
    setAdded(person.password ? person : null);
    void client.invalidateQueries({ queryKey: peopleKeys.all });
  };
  const add = (
    <Button icon="plus" onPress={() => setAdding(true)} variant="primary">
      {t("action.add")}
    </Button>
  );
  const empty = state.q ? (
    <EmptyState icon="search" title={t("empty.found")} />
  ) : (
    <EmptyState action={add} icon="people" title={t("empty.title")}>
      {t("empty.text")}
    </EmptyState>
  );

  return (
    <>
      <PageHeader actions={add} title={t("title")} />
      <SearchField label={t("search")} onChange={setQuery} value={query} />
      {error && !data ? (
        <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : (
        <>
          <DataTable
            columns={columns}
            empty={empty}
            highlightedKey={personId}
            isLoading={!data || (isFetching && isPlaceholderData)}
            label={t("title")}
            onSortChange={setSort}
            rowKey={({ id }) => id}
            rowName={({ name }) => name}
            rows={data?.rows ?? []}
            sort={state.sort}
          />
          <Pagination onChange={setPage} page={state.page} pageSize={state.pageSize} total={data?.total ?? 0} />
        </>
      )}
      {personId ? (
        <PersonPanel closeHref={peopleHref(address, null)} key={personId} personId={personId} tenants={tenants} />
      ) : null}
      {isAdding ? (
        <AddPersonDialog
          onAdded={finishAdding}
          onClose={() => setAdding(false)}
          startTenantId={state.filters.tenant}
          tenants={tenants}
        />
      ) : null}
      {added?.password ? (
        <PasswordShown
          onClose={() => setAdded(null)}
          password={added.password}
          text={t("added.text", { name: added.name })}
          title={t("added.title", { name: added.name })}
        />
      ) : null}
    </>
  );
};
