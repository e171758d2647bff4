import { describe, expect, it } from "vitest";
import { formatListState, type ListOptions, parseListState } from "./list-state";

const options: ListOptions = {
  defaultSort: { by: "createdAt", dir: "desc" },
  filters: ["state", "tenant"],
  sortBy: ["name"],
};

describe("the state of a list in its address", () => {
  it("falls back to the list's own when the address says nothing", () => {
    expect(parseListState({}, options)).toEqual({
      filters: {},
      page: 1,
      pageSize: 25,
      q: "",
      sort: { by: "createdAt", dir: "desc" },
    });
  });

  it("reads what Next hands to a page and what the browser holds alike", () => {
    const wanted = { filters: { state: "ready" }, page: 3, pageSize: 50, q: "web", sort: { by: "name", dir: "desc" } };
    expect(
      parseListState({ page: "3", q: " web ", size: "50", sort: "-name", state: ["ready", "failed"] }, options),
    ).toEqual(wanted);
    expect(parseListState(new URLSearchParams("q=web&sort=-name&state=ready&page=3&size=50"), options)).toEqual(wanted);
  });

  it.each([
    ["an unknown column", { sort: "password" }],
    ["a page that is none", { page: "-1" }],
    ["a page that is no number", { page: "1e9" }],
    ["a size nobody offers", { size: "100000" }],
    ["an unknown filter", { role: "admin" }],
  ])("ignores %s", (_, params) => expect(parseListState(params, options)).toEqual(parseListState({}, options)));

  it("cuts a query that is too long", () =>
    expect(parseListState({ q: "x".repeat(5000) }, options).q).toHaveLength(200));

  it.each(["", "q=a+b%26c&state=ready&sort=name&size=100&page=2", "sort=-name", "sort=createdAt"])(
    "gives %o again",
    (query) => {
      expect(formatListState(parseListState(new URLSearchParams(query), options), options)).toBe(query);
    },
  );
});
