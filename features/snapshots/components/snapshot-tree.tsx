"use client";
import { useMemo, useRef, useState } from "react";
import { useServerNow } from "@/components/person-provider";
import { useNow } from "@/components/time/use-now";
import { useTranslation } from "@/i18n/provider";
import { planTree, unfolded } from "../lib/plan-tree";
import { treeKeysOf } from "../lib/tree-keys";
import type { SnapshotMark } from "../schema";
import { TreeItem } from "./tree-item";

type Props = {
  highlightedId: string | null;
  hrefOf: (id: string) => string;
  marks: readonly SnapshotMark[];
  onHighlight: (id: string | null) => void;
  serverName: string;
};

/** What followed on what: the way to where the server is now in one line, and what branched off it. */
export const SnapshotTree = ({ highlightedId, hrefOf, marks, onHighlight, serverName }: Props) => {
  const { t } = useTranslation("snapshots");
  const now = useNow(useServerNow());
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const byId = useMemo(() => new Map(marks.map((mark) => [mark.id, mark])), [marks]);
  const planned = useMemo(() => planTree(marks), [marks]);
  const rows = useMemo(() => unfolded(planned, folded), [planned, folded]);
  // One of them is reached by Tab: where the person was, or where the server is.
  const here = marks.find(({ isCurrent }) => isCurrent)?.id;
  const active = [focused, here].map((id) => rows.find((row) => row.id === id)).find(Boolean) ?? rows[0];
  const fold = (id: string, isFolded: boolean) =>
    setFolded((before) => new Set(isFolded ? [...before, id] : [...before].filter((each) => each !== id)));
  const onKeyDown = treeKeysOf({
    activeId: active?.id,
    folded,
    onFold: fold,
    onMove: (id) => tree.current?.querySelector<HTMLElement>(`[data-snapshot="${id}"]`)?.focus(),
    rows,
  });
  return (
    <div
      aria-label={t("tree.label", { server: serverName })}
      className="border-t"
      onKeyDown={onKeyDown}
      onPointerLeave={() => onHighlight(null)}
      ref={tree}
      role="tree"
    >
      {rows.map((row) => {
        const mark = byId.get(row.id);
        return mark ? (
          <TreeItem
            href={hrefOf(row.id)}
            isActive={row.id === active?.id}
            isFolded={folded.has(row.id)}
            isHighlighted={row.id === highlightedId}
            key={row.id}
            mark={mark}
            now={now}
            onFold={fold}
            onPoint={(id) => {
              setFocused(id);
              onHighlight(id);
            }}
            row={row}
          />
        ) : null;
      })}
    </div>
  );
};
