import type { Locator } from "@playwright/test";
import { runInGuest, waitForGuest } from "./helpers/guest";
import { rowOf } from "./helpers/page";
import { findServer } from "./helpers/servers";
import {
  deleteSnapshot,
  expectState,
  fillCreateDialog,
  openCreateDialog,
  openSnapshots,
  revertTo,
  submitButton,
} from "./helpers/snapshots";
import { expect, type Seat, test } from "./helpers/test";

const tickOf = (dialog: Locator, { t }: Seat): Locator =>
  dialog.getByRole("checkbox", { name: t("snapshots:quiesce.label") });

test("a quiesced snapshot brings back what was written and not yet synced", async ({ owner, stack }) => {
  test.setTimeout(150_000);
  const { page, t } = owner;
  const name = "stillgelegt";
  const { id, webPort } = await findServer(stack, "web-01");
  await waitForGuest(webPort);
  await openSnapshots(owner, id);
  const dialog = await openCreateDialog(owner);
  await fillCreateDialog(owner, { mode: "stop", name });
  await expect(tickOf(dialog, owner)).toBeDisabled();
  await expect(dialog.getByText(t("snapshots:quiesce.notWithStop"))).toBeVisible();
  await fillCreateDialog(owner, { mode: "memory", name });
  await expect(tickOf(dialog, owner)).not.toBeChecked();
  await fillCreateDialog(owner, { mode: "disks", name });
  await expect(tickOf(dialog, owner)).toBeChecked();

  await runInGuest(stack, id, "echo ungesichert >/data/frisch");
  await submitButton(owner).click();
  await expect(dialog).toBeHidden();
  await expectState(owner, name, "ready");
  await expect(rowOf(page, name)).toContainText(t("snapshots:kind.quiesced"));
  await runInGuest(stack, id, "rm -f /data/frisch && sync");

  await rowOf(page, name).getByRole("link", { exact: true, name }).click();
  const panel = page.getByRole("dialog", { name });
  await expect(panel.getByText(t("snapshots:detail.frozen"), { exact: true })).toBeVisible();
  await expect(panel).toContainText(t("snapshots:kindText.quiesced"));
  await panel.getByLabel(t("common:action.close"), { exact: true }).click();

  await revertTo(stack, owner, name, "web-01");
  await waitForGuest(webPort);
  expect(await runInGuest(stack, id, "cat /data/frisch")).toBe("ungesichert\n");
  await deleteSnapshot(owner, name);
});

test("an instance that is stopped has nothing to quiesce, and the dialog says so", async ({ owner, stack }) => {
  const { id } = await findServer(stack, "db-01");
  await openSnapshots(owner, id);
  const dialog = await openCreateDialog(owner);
  await expect(tickOf(dialog, owner)).toBeDisabled();
  await expect(tickOf(dialog, owner)).not.toBeChecked();
  await expect(dialog.getByText(owner.t("snapshots:quiesce.needsRunning"))).toBeVisible();
});
