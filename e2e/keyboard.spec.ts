import { dialogOf } from "./helpers/dialog";
import { open } from "./helpers/page";
import { findServer } from "./helpers/servers";
import { openSnapshots } from "./helpers/snapshots";
import { expect, test } from "./helpers/test";

const first = "Frisch eingerichtet";

test("the whole way by keyboard: skip link, list, tab, axis, dialog and back", async ({ owner, stack }) => {
  const { page, t } = owner;
  const { id } = await findServer(stack, "web-01");
  await open(page, "/servers");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: t("common:nav.skip") })).toBeFocused();

  await openSnapshots(owner, id);
  await page.keyboard.press("c");
  const dialog = dialogOf(page, t("snapshots:create.title", { server: "web-01" }));
  await expect(dialog).toBeVisible();
  await expect(dialog.getByLabel(t("snapshots:name.label"), { exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  const axis = page.getByRole("listbox", { name: t("snapshots:axis.label", { server: "web-01" }) });
  await axis.focus();
  await page.keyboard.press("Home");
  await expect(axis.getByRole("option", { selected: true })).toHaveAccessibleName(new RegExp(first));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/servers/${id}/snapshots/[0-9a-f-]{36}`));
  await expect(page.getByRole("dialog", { name: first })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(new RegExp(`/servers/${id}/snapshots$`));
});

test("the palette finds a snapshot, and `?` shows the keys", async ({ owner }) => {
  const { page, t } = owner;
  await open(page, "/servers");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: t("common:palette.title") });
  await expect(palette).toBeVisible();
  await page.keyboard.type("Frisch");
  await expect(palette.getByText(first).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/snapshots\/[0-9a-f-]{36}/);
  await open(page, "/servers");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: t("common:shortcut.title") })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/snapshots$/);
});
