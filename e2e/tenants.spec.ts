import { dialogOf, press } from "./helpers/dialog";
import { open, rowOf } from "./helpers/page";
import { expect, test } from "./helpers/test";

test("the admin makes, renames and deletes a tenant; one with instances stays", async ({ admin }) => {
  const { page, t } = admin;
  await open(page, "/tenants");
  await page.getByRole("button", { name: t("tenants:action.create") }).click();
  const dialog = dialogOf(page, t("tenants:create.title"));
  await dialog.getByLabel(t("tenants:form.name"), { exact: true }).fill("Südwind");
  await page.keyboard.press("Enter");
  await expect(rowOf(page, "Südwind")).toBeVisible();

  await page.getByRole("button", { name: t("tenants:rename.title", { name: "Südwind" }) }).click();
  const rename = dialogOf(page, t("tenants:rename.title", { name: "Südwind" }));
  const field = rename.getByLabel(t("tenants:form.name"), { exact: true });
  await field.fill("Nordlicht Hosting");
  await press(rename, t("common:action.rename"));
  await expect(rename.getByText(t("errors:nameTaken", { name: "Nordlicht Hosting" })).first()).toBeVisible();
  await field.fill("Westwind");
  await press(rename, t("common:action.rename"));
  await expect(rowOf(page, "Westwind")).toBeVisible();

  const full = page.getByRole("button", { name: t("tenants:delete.title", { name: "Nordlicht Hosting" }) });
  await expect(full).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: t("tenants:delete.title", { name: "Westwind" }) }).click();
  await press(dialogOf(page, t("tenants:delete.title", { name: "Westwind" })), t("common:action.delete"));
  await expect(rowOf(page, "Westwind")).toHaveCount(0);
});
