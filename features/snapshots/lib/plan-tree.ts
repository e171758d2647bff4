import type { SnapshotMark } from "../schema";

type Node = Pick<SnapshotMark, "at" | "id" | "isCurrent" | "parentId">;

/** One line of the tree, top to bottom, the oldest first. */
export type TreeRow = {
  id: string;
  /** 1 for the way that led to where the server is now; one more for what branches off. */
  level: number;
  /** Its place among those that stand in the same line or branch off at the same one. */
  position: number;
  setSize: number;
  /** How many lines below it are branches of its own. */
  branches: number;
  /** The one at whose place its line branches off; null at level 1. */
  forkId: string | null;
};

/** The child with which a line goes on: the way to "you are here", elsewhere the one that led furthest in time. */
const plan = (nodes: readonly Node[]) => {
  const ids = new Set(nodes.map(({ id }) => id));
  const sorted = [...nodes].sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));
  const parentOf = (node: Node) => (node.parentId !== null && ids.has(node.parentId) ? node.parentId : null);
  const children = Map.groupBy(sorted, parentOf);
  const byId = new Map(sorted.map((node) => [node.id, node]));
  const newest = new Map(sorted.map(({ at, id }) => [id, at]));
  const onWay = new Set<string>();
  let here = sorted.find(({ isCurrent }) => isCurrent);
  const current = here?.id;
  while (here && !onWay.has(here.id)) {
    onWay.add(here.id);
    here = byId.get(parentOf(here) ?? "");
  }
  // Children are younger than their parents.
  for (const node of [...sorted].reverse()) {
    const parent = parentOf(node);
    const at = newest.get(node.id) ?? node.at;
    if (parent !== null && at > (newest.get(parent) ?? "")) newest.set(parent, at);
  }
  const mainOf = (parent: string | null): Node | undefined => {
    const among = children.get(parent) ?? [];
    const way = among.find(({ id }) => onWay.has(id));
    // From where the server is now nothing leads on: what there is was taken before it went back.
    if (way || parent === current) return way;
    return among.reduce<Node | undefined>(
      (best, next) => ((newest.get(next.id) ?? "") > (best ? (newest.get(best.id) ?? "") : "") ? next : best),
      undefined,
    );
  };
  return { children, mainOf };
};

/**
 * A history that goes straight on stays one straight line, however long; only what branches off is set in. A snapshot
 * whose parent is not among them begins a line of its own.
 */
export const planTree = (nodes: readonly Node[]): TreeRow[] => {
  const { children, mainOf } = plan(nodes);
  const rows: TreeRow[] = [];
  const addLine = (first: Node, level: number, forkId: string | null, set: TreeRow[]): void => {
    for (let node: Node | undefined = first; node; ) {
      const main = mainOf(node.id);
      const id: string = node.id;
      const branches = (children.get(id) ?? []).filter((child) => child !== main);
      const row = { id, level, position: 0, setSize: 0, branches: branches.length, forkId };
      rows.push(row);
      set.push(row);
      addLines(branches, level + 1, id);
      node = main;
    }
  };
  const addLines = (firsts: readonly Node[], level: number, forkId: string | null): void => {
    const set: TreeRow[] = [];
    for (const first of firsts) addLine(first, level, forkId, set);
    for (const [index, row] of set.entries()) {
      row.position = index + 1;
      row.setSize = set.length;
    }
  };
  addLines(children.get(null) ?? [], 1, null);
  return rows;
};

/** Those that are left when the branches of some are folded away. */
export const unfolded = (rows: readonly TreeRow[], folded: ReadonlySet<string>): TreeRow[] => {
  const hidden = new Set<string>();
  return rows.filter(({ forkId, id }) => {
    const isHidden = forkId !== null && (folded.has(forkId) || hidden.has(forkId));
    if (isHidden) hidden.add(id);
    return !isHidden;
  });
};
