import { query } from "./helpers/database";
import { dialogOf, press } from "./helpers/dialog";
import { open, rowOf, waitUntilHeard } from "./helpers/page";
import { findServer } from "./helpers/servers";
import {
  createSnapshot,
  deleteSnapshot,
  expectState,
  findSnapshot,
  lock,
  openCreateDialog,
  openSnapshots,
  submitButton,
  unlock,
} from "./helpers/snapshots";
import { expect, test } from "./helpers/test";

const first = "Frisch eingerichtet";

test("a name is checked while it is typed, and a blank one becomes a sensible one", async ({ owner, stack }) => {
  const { page, t } = owner;
  const { id } = await findServer(stack, "db-01");
  await openSnapshots(owner, id);
  await createSnapshot(owner, { name: "Vergeben" });
  const dialog = await openCreateDialog(owner);
  const field = dialog.getByLabel(t("snapshots:name.label"), { exact: true });
  await field.fill("vergeben");
  await expect(dialog.getByText(t("snapshots:name.taken"))).toBeVisible();
  await field.fill("x".repeat(101));
  await expect(dialog.getByText(t("snapshots:name.tooLong", { count: 101, limit: 100 }))).toBeVisible();
  await field.fill("");
  await expect(field).toHaveAttribute("placeholder", /^db-01_\d{8}-\d{4}$/);
  const suggested = (await field.getAttribute("placeholder")) ?? "";
  await submitButton(owner).click();
  await expect(dialog).toBeHidden();
  const made = page.getByRole("row").filter({ has: page.getByRole("link", { name: /^db-01_\d{8}-\d{4}$/ }) });
  await expect(made).toContainText(t("snapshots:state.ready"), { timeout: 40_000 });
  const name = await made.getByRole("link").first().innerText();
  expect(name.slice(0, 14)).toBe(suggested.slice(0, 14));
  await deleteSnapshot(owner, name);
  await deleteSnapshot(owner, "Vergeben");
});

test("is renamed, described and given an end; past it goes by itself, a locked one is held", async ({
  owner,
  stack,
}) => {
  test.setTimeout(150_000);
  const { page, t } = owner;
  const { id } = await findServer(stack, "db-01");
  await openSnapshots(owner, id);
  await createSnapshot(owner, { name: "alter Name" });
  await createSnapshot(owner, { lock: true, name: "gehalten" });

  await rowOf(page, "alter Name").getByRole("link", { exact: true, name: "alter Name" }).click();
  const panel = page.getByRole("dialog", { name: "alter Name" });
  await panel.getByRole("button", { exact: true, name: t("snapshots:edit.button") }).click();
  const dialog = dialogOf(page, t("snapshots:edit.title", { name: "alter Name" }));
  await dialog.getByLabel(t("snapshots:name.label"), { exact: true }).fill("neuer Name");
  await dialog.getByLabel(t("snapshots:description.label")).fill("vor dem Umbau");
  await dialog.getByRole("combobox", { name: t("snapshots:expiry.label") }).selectOption("7");
  await press(dialog, t("common:action.save"));
  await expect(page.getByRole("dialog", { name: "neuer Name" })).toContainText("vor dem Umbau");
  const [row] = await query<{ days: number }>(
    stack,
    "select extract(epoch from expires_at - now()) / 86400 as days from snapshots where name = 'neuer Name'",
  );
  expect(Number(row?.days)).toBeCloseTo(7, 1);

  // A week passes.
  await query(
    stack,
    "update snapshots set expires_at = now() - interval '2 days 1 hour' where name in ('neuer Name', 'gehalten')",
  );
  await openSnapshots(owner, id);
  const span = t("snapshots:held.days", { count: 2 });
  await expect(rowOf(page, "gehalten")).toContainText(t("snapshots:held.badge", { span }));
  await expect(rowOf(page, "neuer Name")).toHaveCount(0, { timeout: 60_000 });
  await expectState(owner, "gehalten", "ready");
  // Unlocked, it has a day of grace; nobody loses it by that click.
  await unlock(owner, "gehalten");
  await expectState(owner, "gehalten", "ready");
  expect(await findSnapshot(stack, "gehalten")).toMatchObject({ locked: false, state: "ready" });
  await deleteSnapshot(owner, "gehalten");
});

test("search, filters and sort stand in the address; a snapshot opens beside the list", async ({ owner, stack }) => {
  const { page, t } = owner;
  await open(page, "/snapshots");
  await page.getByRole("searchbox", { name: t("snapshots:filter.searchAll") }).fill("frisch");
  await expect(page).toHaveURL(/[?&]q=frisch/);
  await page.getByRole("button", { exact: true, name: t("snapshots:column.name") }).click();
  await expect(page).toHaveURL(/sort=name/);
  await page.reload();
  await waitUntilHeard(page);
  await expect(page.getByRole("searchbox", { name: t("snapshots:filter.searchAll") })).toHaveValue("frisch");
  await rowOf(page, first).getByRole("link", { exact: true, name: first }).click();
  const snapshot = await findSnapshot(stack, first);
  await expect(page).toHaveURL(new RegExp(`/snapshots/${snapshot?.id}\\?.*q=frisch`));
  const panel = page.getByRole("dialog", { name: first });
  await expect(panel.getByRole("button", { name: t("snapshots:revert.button") })).toBeVisible();
  await panel.getByLabel(t("common:action.close"), { exact: true }).click();
  await expect(page).toHaveURL(/\/snapshots\?.*q=frisch/);

  await open(page, "/snapshots?q=gibt-es-nicht");
  await expect(page.getByText(t("snapshots:filter.noneTitle"))).toBeVisible();
});

test("locking is one click and seen by others at once", async ({ owner, seat, stack }) => {
  const { id } = await findServer(stack, "db-01");
  await openSnapshots(owner, id);
  await createSnapshot(owner, { name: "für alle" });
  const other = await seat("operator");
  await openSnapshots(other, id);
  await lock(owner, "für alle");
  const toggle = other.page.getByRole("button", {
    exact: true,
    name: other.t("snapshots:unlock.label", { name: "für alle" }),
  });
  await expect(toggle).toBeVisible();
  // An operator may lock, not unlock.
  await expect(toggle).toHaveAttribute("aria-disabled", "true");
  await unlock(owner, "für alle");
  await deleteSnapshot(owner, "für alle");
});
