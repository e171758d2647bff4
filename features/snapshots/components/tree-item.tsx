"use client";
import { usePerson } from "@/components/person-provider";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatDateTime, formatRelative } from "@/lib/format";
import type { TreeRow } from "../lib/plan-tree";
import { useDays } from "../lib/use-days";
import type { SnapshotMark } from "../schema";
import { Kind } from "./kind";

type Props = {
  href: string;
  /** The one that Tab reaches. */
  isActive: boolean;
  isFolded: boolean;
  isHighlighted: boolean;
  mark: SnapshotMark;
  now: number;
  onFold: (id: string, isFolded: boolean) => void;
  onPoint: (id: string) => void;
  row: TreeRow;
};

/** Deeper ones stay where they are, so that names keep their room on a phone. */
const deepest = 8;

const Marks = ({ mark }: { mark: SnapshotMark }) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const { timeZone } = usePerson();
  const days = useDays();
  const { expiresAt, heldOver, isCurrent, isLocked, state } = mark;
  return (
    <>
      {isCurrent ? <Badge tone="accent">{t("here")}</Badge> : null}
      {isLocked ? <Badge icon="lock">{t("locked")}</Badge> : null}
      {state === "ready" ? null : <Badge tone={state === "failed" ? "bad" : "idle"}>{t(`state.${state}`)}</Badge>}
      {heldOver === null ? null : <Badge tone="warn">{t("held.badge", { span: days(heldOver) })}</Badge>}
      {expiresAt && heldOver === null ? (
        <Badge icon="clock">{t("tree.expires", { at: formatDateTime(expiresAt, { language, timeZone }) })}</Badge>
      ) : null}
    </>
  );
};

export const TreeItem = ({ href, isActive, isFolded, isHighlighted, mark, now, onFold, onPoint, row }: Props) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const hasBranches = row.branches > 0;
  const point = () => onPoint(row.id);
  return (
    <Link
      aria-expanded={hasBranches ? !isFolded : undefined}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.setSize}
      className={`flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b py-1.5 pr-3 -outline-offset-2 [contain-intrinsic-size:auto_2.5rem] [content-visibility:auto] ${isHighlighted ? "bg-sunken" : "hover:bg-sunken"}`}
      data-snapshot={row.id}
      href={href}
      onClick={(event) => {
        // The arrow lies in the link: a control in an item of a tree could not be reached by its keys.
        if (!(event.target instanceof Element) || !event.target.closest("[data-fold]")) return;
        event.preventDefault();
        onFold(row.id, !isFolded);
      }}
      onFocus={point}
      onPointerEnter={point}
      role="treeitem"
      scroll={false}
      style={{ paddingLeft: `${(Math.min(row.level, deepest) - 1) * 1.5}rem` }}
      tabIndex={isActive ? 0 : -1}
    >
      <span
        aria-hidden="true"
        className="grid size-6 shrink-0 place-items-center text-muted"
        data-fold={hasBranches ? "" : undefined}
      >
        {hasBranches ? <Icon className="size-4" name={isFolded ? "chevronRight" : "chevronDown"} /> : null}
      </span>
      <span className="wrap-anywhere min-w-0 max-w-full font-medium">{mark.name}</span>
      <Marks mark={mark} />
      <span className="ml-auto flex items-center gap-x-4 pl-9 text-muted text-sm">
        <Kind snapshot={mark} />
        <span className="whitespace-nowrap">{formatRelative(mark.at, new Date(now), language)}</span>
        {hasBranches ? <span className="sr-only">{t("tree.branches", { count: row.branches })}</span> : null}
      </span>
    </Link>
  );
};
