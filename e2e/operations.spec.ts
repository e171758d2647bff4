import { press } from "./helpers/dialog";
import { waitForCount, waitForGuest } from "./helpers/guest";
import { attemptsOf, killWorker, openOperations, waitUntilUnderWay, whileWorkerRests } from "./helpers/operations";
import { open, rowOf, waitUntilHeard } from "./helpers/page";
import { findServer, stateInHeader, waitUntilIdle } from "./helpers/servers";
import {
  createSnapshot,
  deleteSnapshot,
  expectState,
  fillCreateDialog,
  findSnapshot,
  listOperations,
  openCreateDialog,
  openRevertDialog,
  openSnapshots,
  submitButton,
  waitForOperation,
} from "./helpers/snapshots";
import { expect, test } from "./helpers/test";

test.describe("an operation", () => {
  test.setTimeout(150_000);

  test("goes on through a reload, and the one behind it waits, can be cancelled and leaves nothing", async ({
    owner,
    stack,
  }) => {
    const { page, t } = owner;
    const { id, webPort } = await findServer(stack, "web-01");
    await openSnapshots(owner, id);
    await openCreateDialog(owner);
    // The RAM takes the longer, the busier the host: time enough to be caught in the middle.
    await fillCreateDialog(owner, { mode: "memory", name: "langsam" });
    await submitButton(owner).click();
    await waitUntilUnderWay(stack, id, "snapshot.create");
    const names = { server: "web-01", snapshot: "überflüssig" };
    const drawer = await whileWorkerRests(stack, async () => {
      await page.reload();
      await waitUntilHeard(page);
      await expect(rowOf(page, "langsam")).toContainText(t("snapshots:state.creating"));

      await openCreateDialog(owner);
      await fillCreateDialog(owner, { name: "überflüssig" });
      await submitButton(owner).click();
      await expect(rowOf(page, "überflüssig")).toContainText(t("snapshots:state.pending"));
      const opened = await openOperations(owner);
      const title = t("operations:kind.snapshot.create", names);
      await opened.getByRole("button", { name: `${t("operations:cancel.action")}: ${title}` }).click();
      await expect(opened).toContainText(t("operations:cancel.requested"));
      return opened;
    });
    await expect(drawer).toContainText(t("operations:cancelled.snapshot.create", names), { timeout: 30_000 });
    await page.keyboard.press("Escape");

    await expectState(owner, "langsam", "ready");
    expect((await findSnapshot(stack, "überflüssig"))?.state ?? "gone").toMatch(/gone|failed/);
    await waitUntilIdle(stack, id);
    await expect(stateInHeader(owner, "running")).toBeVisible();
    await waitForGuest(webPort);
    if (await findSnapshot(stack, "überflüssig")) await deleteSnapshot(owner, "überflüssig");
    await deleteSnapshot(owner, "langsam");
  });

  test("tells its end by a message, also after a change of page", async ({ owner, stack }) => {
    const { page, t } = owner;
    const { id } = await findServer(stack, "db-01");
    await openSnapshots(owner, id);
    await openCreateDialog(owner);
    await fillCreateDialog(owner, { name: "Meldung" });
    await submitButton(owner).click();
    await page
      .getByRole("link", { exact: true, name: t("common:nav.instances") })
      .first()
      .click();
    const text = t("operations:done.snapshot.create", { server: "db-01", snapshot: "Meldung" });
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 30_000 });
    await openSnapshots(owner, id);
    await deleteSnapshot(owner, "Meldung");
  });

  for (const [kind, name] of [
    ["snapshot.create", "Absturz beim Machen"],
    ["snapshot.revert", "Absturz beim Zurückkehren"],
  ] as const)
    test(`of kind ${kind} ends well although its worker was killed in the middle`, async ({ owner, stack }) => {
      const { id, webPort } = await findServer(stack, "web-01");
      await openSnapshots(owner, id);
      await waitForGuest(webPort);
      if (kind === "snapshot.create") {
        await openCreateDialog(owner);
        await fillCreateDialog(owner, { mode: "memory", name });
        await submitButton(owner).click();
      } else {
        await createSnapshot(owner, { mode: "disks", name });
        await press(await openRevertDialog(owner, name, "web-01"), owner.t("common:action.ok"));
      }
      const operationId = await waitUntilUnderWay(stack, id, kind);
      await killWorker(stack);

      await waitForOperation(stack, kind, name);
      expect(await attemptsOf(stack, operationId)).toBeGreaterThan(1);
      expect((await listOperations(stack, kind, name))[0]?.id, "no second operation").toBe(operationId);
      await expectState(owner, name, "ready");
      await waitUntilIdle(stack, id);
      await waitForCount(webPort, await waitForGuest(webPort));
      await expect(stateInHeader(owner, "running")).toBeVisible();
      await open(owner.page, `/servers/${id}/snapshots`);
      await deleteSnapshot(owner, name);
    });
});
