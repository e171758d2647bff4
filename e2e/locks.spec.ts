import { captureAction, postAction } from "./helpers/actions";
import { dialogOf, press } from "./helpers/dialog";
import { rowOf } from "./helpers/page";
import { findServer } from "./helpers/servers";
import {
  createSnapshot,
  deleteButton,
  deleteSnapshot,
  findSnapshot,
  lock,
  openSnapshots,
  tick,
  unlock,
} from "./helpers/snapshots";
import { expect, test } from "./helpers/test";

test("a locked snapshot survives its row, the selection and a direct POST", async ({ owner, stack }) => {
  test.setTimeout(120_000);
  const { page, t } = owner;
  const { id } = await findServer(stack, "db-01");
  await openSnapshots(owner, id);
  for (const name of ["bleibt", "geht", "geht auch"]) await createSnapshot(owner, { name });
  await lock(owner, "bleibt");
  const kept = await findSnapshot(stack, "bleibt");
  const going = await findSnapshot(stack, "geht auch");
  if (!kept || !going) throw new Error("the snapshots are not there");

  const bin = deleteButton(owner, "bleibt");
  await expect(bin).toHaveAttribute("aria-disabled", "true");
  await bin.hover();
  await expect(page.getByRole("tooltip")).toHaveText(t("snapshots:reason.locked"));

  await tick(owner, "bleibt");
  await tick(owner, "geht");
  await page.getByRole("button", { name: t("snapshots:delete.confirm"), exact: true }).click();
  const question = dialogOf(page, t("snapshots:delete.title", { name: "geht" }));
  await expect(question).toContainText(t("snapshots:delete.leftOut", { count: 1 }));
  await expect(question).toContainText("bleibt");
  await press(question, t("snapshots:delete.confirm"));
  await expect(rowOf(page, "geht")).toHaveCount(0);
  await expect(rowOf(page, "bleibt")).toBeVisible();

  await deleteButton(owner, "geht auch").click();
  const sent = await captureAction(page, () =>
    press(dialogOf(page, t("snapshots:delete.title", { name: "geht auch" })), t("snapshots:delete.confirm")),
  );
  expect(sent.body).toContain(going.id);
  const outcome = await postAction(page, { ...sent, body: sent.body.replaceAll(going.id, kept.id) });
  expect(outcome.each).toEqual(["snapshotLocked"]);
  await expect(rowOf(page, "geht auch")).toHaveCount(0);
  expect(await findSnapshot(stack, "bleibt")).toMatchObject({ locked: true, state: "ready" });

  await unlock(owner, "bleibt");
  await deleteSnapshot(owner, "bleibt");
});
