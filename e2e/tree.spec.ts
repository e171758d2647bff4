import { findViolations } from "./helpers/axe";
import { waitForGuest } from "./helpers/guest";
import { findServer } from "./helpers/servers";
import { createSnapshot, deleteSnapshot, openSnapshots, revertTo, unlock } from "./helpers/snapshots";
import { expect, test } from "./helpers/test";

const server = "web-01";

test("the tree shows what branched off, by keyboard, and opens the details", async ({ owner, stack }) => {
  test.setTimeout(120_000);
  const { page, t } = owner;
  const { id, webPort } = await findServer(stack, server);
  await waitForGuest(webPort);
  await openSnapshots(owner, id);
  await createSnapshot(owner, { mode: "disks", name: "Gabel" });
  await createSnapshot(owner, { lock: true, mode: "disks", name: "Zweig" });
  await revertTo(stack, owner, "Gabel", server);

  await page
    .getByRole("group", { name: t("snapshots:view.label") })
    .getByText(t("snapshots:view.tree"))
    .click();
  await expect(page).toHaveURL(/view=tree/);
  const tree = page.getByRole("tree", { name: t("snapshots:tree.label", { server }) });
  const item = (name: string) => tree.getByRole("treeitem", { name: new RegExp(name) });
  await expect(item("Gabel")).toContainText(t("snapshots:here"));
  await expect(item("Gabel")).toHaveAttribute("aria-level", "1");
  await expect(item("Zweig")).toHaveAttribute("aria-level", "2");
  await expect(item("Zweig")).toContainText(t("snapshots:locked"));
  for (const theme of ["light", "dark"] as const) expect(await findViolations(page, theme)).toEqual([]);

  // Tab reaches one of them: where the server is.
  await item("Gabel").focus();
  await page.keyboard.press("ArrowLeft");
  await expect(item("Zweig")).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(item("Zweig")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(item("Gabel")).not.toBeFocused();
  // What was kept before the revert branched off behind it.
  await page.keyboard.press("End");
  await expect(tree.getByRole("treeitem").last()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(item("Zweig")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Zweig" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/snapshots\?view=tree$/);

  await openSnapshots(owner, id);
  await unlock(owner, "Zweig");
  for (const name of ["Zweig", "Gabel"]) await deleteSnapshot(owner, name);
});
