import type { KeyboardEvent } from "react";
import type { TreeRow } from "./plan-tree";

type Options = {
  activeId: string | undefined;
  folded: ReadonlySet<string>;
  onFold: (id: string, isFolded: boolean) => void;
  onMove: (id: string) => void;
  rows: readonly TreeRow[];
};

/** The keys of a tree as WAI-ARIA names them; Enter is the link's own. */
export const treeKeysOf = ({ activeId, folded, onFold, onMove, rows }: Options) => {
  const inward = (row: TreeRow, next: TreeRow | undefined) => {
    if (row.branches === 0) return;
    if (folded.has(row.id)) onFold(row.id, false);
    else if (next) onMove(next.id);
  };
  const outward = (row: TreeRow) => {
    if (row.branches > 0 && !folded.has(row.id)) onFold(row.id, true);
    else if (row.forkId !== null) onMove(row.forkId);
  };
  return (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const at = rows.findIndex(({ id }) => id === activeId);
    const row = rows[at];
    if (!row) return;
    const moveTo = (index: number) => {
      const target = rows[index];
      if (target) onMove(target.id);
    };
    switch (event.key) {
      case "ArrowDown":
        moveTo(at + 1);
        break;
      case "ArrowUp":
        moveTo(at - 1);
        break;
      case "Home":
        moveTo(0);
        break;
      case "End":
        moveTo(rows.length - 1);
        break;
      case "ArrowRight":
        inward(row, rows[at + 1]);
        break;
      case "ArrowLeft":
        outward(row);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
};
