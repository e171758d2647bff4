"use client";
import { useQuery } from "@tanstack/react-query";
import { Bytes } from "@/components/time/bytes";
import { RelativeTime } from "@/components/time/relative-time";
import { ErrorState } from "@/components/ui/error-state";
import { Icon } from "@/components/ui/icon";
import { Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { useTranslation } from "@/i18n/provider";
import { parseListState } from "@/lib/list-state";
import { failureOf } from "@/lib/read-json";
import { Kind } from "./components/kind";
import { SnapshotState } from "./components/snapshot-state";
import { sizeOf } from "./lib/kind";
import { useLiveProgress } from "./lib/use-live-progress";
import { serverListOptions } from "./list-options";
import { serverSnapshotsQuery } from "./queries";
import type { SnapshotRow } from "./schema";

const shown = 5;
/** The first page as the tab shows it by itself: both then read it once. */
const firstPage = parseListState({}, serverListOptions);

const Item = ({ snapshot }: { snapshot: SnapshotRow }) => {
  const { t } = useTranslation("snapshots");
  const { createdAt, id, lock, name, serverId, state, takenAt } = snapshot;
  return (
    <li className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b py-2">
      <span className="flex min-w-0 items-center gap-1.5">
        <TextLink className="truncate" href={`/servers/${serverId}/snapshots/${id}`} isQuiet>
          {name}
        </TextLink>
        {lock ? (
          <span>
            <Icon className="size-4 text-muted" name="lock" />
            <span className="sr-only">{t("locked")}</span>
          </span>
        ) : null}
      </span>
      <span className="flex flex-wrap items-center gap-x-4 text-muted">
        {state === "ready" ? <Kind snapshot={snapshot} /> : <SnapshotState snapshot={snapshot} />}
        <Bytes bytes={sizeOf(snapshot)} />
        <RelativeTime at={takenAt ?? createdAt} />
      </span>
    </li>
  );
};

/** For a server's overview: the last few, each with the way to its details. `empty` says what they are for. */
export const NewestSnapshots = ({ empty, serverId }: { empty: string; serverId: string }) => {
  const { data, error, refetch } = useQuery(serverSnapshotsQuery(serverId, firstPage));
  useLiveProgress(serverId);
  if (error && !data) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div className="grid gap-6 py-3">
        <Skeleton className="h-4 w-72" />
        <Skeleton className="h-4 w-64" />
        <Skeleton className="h-4 w-72" />
      </div>
    );
  if (data.rows.length === 0) return <p className="border-b py-4 text-muted">{empty}</p>;
  return (
    <ul>
      {data.rows.slice(0, shown).map((snapshot) => (
        <Item key={snapshot.id} snapshot={snapshot} />
      ))}
    </ul>
  );
};
