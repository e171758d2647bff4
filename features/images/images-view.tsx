"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { DataTable } from "@/components/data-table/data-table";
import { Pagination } from "@/components/data-table/pagination";
import type { Column } from "@/components/data-table/types";
import { useListState } from "@/components/data-table/use-list-state";
import { SearchField } from "@/components/form/search-field";
import { useLiveEvents } from "@/components/live-events";
import { Bytes } from "@/components/time/bytes";
import { RelativeTime } from "@/components/time/relative-time";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatNumber } from "@/lib/format";
import { failureOf } from "@/lib/read-json";
import { DeleteImage } from "./components/delete-image";
import { ImageState } from "./components/image-state";
import { UploadButton } from "./components/upload-button";
import { imageList } from "./list";
import { imageKeys, imagesQuery } from "./queries";
import type { ImageRow } from "./schema";

const useColumns = (): Column<ImageRow>[] => {
  const { t } = useTranslation("images");
  const locale = useLocale();
  return [
    {
      cell: ({ description, name }) => (
        <span className="grid py-1.5">
          <span className="truncate font-medium">{name}</span>
          {description ? <span className="truncate text-muted text-sm">{description}</span> : null}
        </span>
      ),
      header: t("list.name"),
      id: "name",
      sortable: true,
    },
    { cell: (image) => <ImageState image={image} />, header: t("list.state"), id: "state", sortable: true },
    {
      align: "end",
      cell: ({ diskBytes, state }) => <Bytes bytes={state === "ready" ? diskBytes : null} />,
      header: t("list.size"),
      id: "diskBytes",
      sortable: true,
    },
    {
      align: "end",
      cell: ({ servers }) => formatNumber(servers, locale),
      header: t("list.servers"),
      id: "servers",
    },
    {
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
      header: t("list.created"),
      id: "createdAt",
      sortable: true,
    },
  ];
};

const Empty = ({ isNarrowed, maxBytes }: { isNarrowed: boolean; maxBytes: number }) => {
  const { t } = useTranslation("images");
  return isNarrowed ? (
    <EmptyState
      action={<LinkButton href="/images">{t("list.clear")}</LinkButton>}
      icon="search"
      title={t("list.noneTitle")}
    >
      {t("list.noneText")}
    </EmptyState>
  ) : (
    <EmptyState action={<UploadButton maxBytes={maxBytes} />} icon="image" title={t("list.emptyTitle")}>
      {t("list.emptyText")}
    </EmptyState>
  );
};

/** The disks that servers are made from; for admins. */
export const ImagesView = () => {
  const { t } = useTranslation("images");
  const { isPending, query, setPage, setQuery, setSort, state } = useListState(imageList);
  const { data, error, isPlaceholderData, refetch } = useQuery(imagesQuery(state));
  const columns = useColumns();
  const client = useQueryClient();
  // The rows carry how far the work on them is; what has no tenant and no server is an image's.
  useLiveEvents(({ kind, serverId, tenantId }) => {
    if (kind === "operations.changed" && tenantId === null && !serverId)
      void client.invalidateQueries({ queryKey: imageKeys.lists() });
  });
  const isNarrowed = state.q !== "";
  const isBare = data?.total === 0 && !isNarrowed;

  return (
    <>
      <PageHeader
        actions={data && !isBare ? <UploadButton maxBytes={data.maxBytes} /> : undefined}
        title={t("list.title")}
      />
      {isBare ? null : <SearchField label={t("list.search")} onChange={setQuery} value={query} />}
      {error && !data ? (
        <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : (
        <div>
          <DataTable
            columns={columns}
            empty={<Empty isNarrowed={isNarrowed} maxBytes={data?.maxBytes ?? 0} />}
            isLoading={!data || isPending || isPlaceholderData}
            label={t("list.label")}
            onSortChange={setSort}
            rowActions={(image) => <DeleteImage image={image} />}
            rowKey={({ id }) => id}
            rowName={({ name }) => name}
            rows={data?.rows ?? []}
            sort={state.sort}
          />
          <Pagination onChange={setPage} page={state.page} pageSize={state.pageSize} total={data?.total ?? 0} />
        </div>
      )}
    </>
  );
};
