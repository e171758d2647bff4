import { expect, test } from "vitest";
import { planTree, unfolded } from "./plan-tree";

const node = (id: string, parentId: string | null, isCurrent = false) => ({
  at: `2026-11-20T10:00:${id.padStart(2, "0")}Z`,
  id,
  isCurrent,
  parentId,
});
const drawn = (rows: ReturnType<typeof planTree>) => rows.map(({ id, level }) => `${"-".repeat(level - 1)}${id}`);

test("a straight history is one line, however long", () => {
  const long = Array.from({ length: 2000 }, (_, at) => ({
    ...node(String(at), at === 0 ? null : String(at - 1), at === 1999),
    at: new Date(at * 1000).toISOString(),
  }));
  const rows = planTree(long);
  expect(rows).toHaveLength(2000);
  expect(new Set(rows.map(({ level }) => level))).toEqual(new Set([1]));
  expect(rows.at(-1)).toMatchObject({ id: "1999", position: 2000, setSize: 2000 });
});

test("what was taken before the server went back branches off where it is now", () => {
  const rows = planTree([node("1", null), node("2", "1", true), node("3", "2"), node("4", "3")]);
  expect(drawn(rows)).toEqual(["1", "2", "-3", "-4"]);
  expect(rows[1]).toMatchObject({ branches: 1 });
  expect(rows[2]).toMatchObject({ forkId: "2", position: 1, setSize: 2 });
});

test("the line that leads to where the server is now goes straight on, others are set in", () => {
  const rows = planTree([node("1", null), node("2", "1"), node("3", "2"), node("4", "1"), node("5", "4", true)]);
  expect(drawn(rows)).toEqual(["1", "-2", "-3", "4", "5"]);
});

test("without a current one the line goes on with what led furthest; lost parents begin lines of their own", () => {
  const rows = planTree([node("1", null), node("2", "1"), node("3", "1"), node("4", "2"), node("9", "gone")]);
  expect(drawn(rows)).toEqual(["1", "-3", "2", "4", "9"]);
});

test("folding one hides its branches and theirs, not the line that it stands in", () => {
  const all = [node("1", null), node("2", "1"), node("3", "2"), node("4", "2"), node("5", "1", true)];
  const rows = planTree(all);
  expect(drawn(rows)).toEqual(["1", "-2", "--3", "-4", "5"]);
  expect(drawn(unfolded(rows, new Set(["1"])))).toEqual(["1", "5"]);
  expect(drawn(unfolded(rows, new Set(["2"])))).toEqual(["1", "-2", "-4", "5"]);
});
