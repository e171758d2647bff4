import { expect, type Locator } from "@playwright/test";
import { query } from "./database";
import { dialogOf, press } from "./dialog";
import { open, rowOf } from "./page";
import type { Seat, Stack } from "./test";

export type Mode = "disks" | "memory" | "stop";
export type State = "creating" | "deleting" | "failed" | "pending" | "ready" | "reverting";

/** Time for a clean stop and a start of a guest under load, beside the snapshot itself. */
const patienceMs = 60_000;

export const openSnapshots = ({ page }: Pick<Seat, "page">, serverId: string): Promise<void> =>
  open(page, `/servers/${serverId}/snapshots`);

const createDialog = ({ page, t }: Seat): Locator =>
  dialogOf(page, new RegExp(t("snapshots:create.title", { server: "x" }).replace("x", ".+").replace("?", "\\?")));

export const openCreateDialog = async (seat: Seat): Promise<Locator> => {
  // An empty list offers the same once more.
  await seat.page
    .getByRole("button", { name: seat.t("snapshots:create.button"), exact: true })
    .first()
    .click();
  const dialog = createDialog(seat);
  await expect(dialog).toBeVisible();
  return dialog;
};

/** Fills in the open dialog; a stopped instance offers no choice of mode. */
export const fillCreateDialog = async (seat: Seat, { name, mode }: { name: string; mode?: Mode }): Promise<void> => {
  const dialog = createDialog(seat);
  await dialog.getByLabel(seat.t("snapshots:name.label"), { exact: true }).fill(name);
  if (mode) await dialog.getByText(seat.t(`snapshots:mode.${mode}`), { exact: true }).click();
};

export const submitButton = (seat: Seat): Locator =>
  createDialog(seat).getByRole("button", { name: seat.t("snapshots:create.confirm"), exact: true });

export const expectState = (seat: Seat, name: string, state: State): Promise<void> =>
  expect(rowOf(seat.page, name)).toContainText(seat.t(`snapshots:state.${state}`), { timeout: patienceMs });

/** Creates a snapshot on the open snapshots tab and waits until it is Ready. */
export const createSnapshot = async (
  seat: Seat,
  wish: { name: string; mode?: Mode; lock?: boolean },
): Promise<void> => {
  const dialog = await openCreateDialog(seat);
  await fillCreateDialog(seat, wish);
  if (wish.lock) await dialog.getByText(seat.t("snapshots:create.lock"), { exact: true }).click();
  await submitButton(seat).click();
  await expect(dialog).toBeHidden();
  await expectState(seat, wish.name, "ready");
};

export const openRevertDialog = async ({ page, t }: Seat, name: string, server: string): Promise<Locator> => {
  await page.getByRole("button", { name: t("snapshots:revert.label", { name }), exact: true }).click();
  const dialog = dialogOf(page, t("snapshots:revert.title", { name, server }));
  await expect(dialog.getByText(t("snapshots:revert.lost"), { exact: true })).toBeVisible();
  return dialog;
};

/** Goes back to a snapshot from its row and waits until it is done. */
export const revertTo = async (stack: Stack, seat: Seat, name: string, server: string): Promise<void> => {
  const dialog = await openRevertDialog(seat, name, server);
  await press(dialog, seat.t("common:action.ok"));
  await expect(dialog).toBeHidden();
  await waitForOperation(stack, "snapshot.revert", name);
  await expectState(seat, name, "ready");
};

export const deleteButton = ({ page, t }: Seat, name: string): Locator =>
  page.getByRole("button", { name: t("snapshots:delete.label", { name }), exact: true });

/** Deletes a snapshot from its row and waits until it is gone. */
export const deleteSnapshot = async (seat: Seat, name: string): Promise<void> => {
  const { page, t } = seat;
  await deleteButton(seat, name).click();
  await press(dialogOf(page, t("snapshots:delete.title", { name })), t("snapshots:delete.confirm"));
  await expect(rowOf(page, name)).toHaveCount(0, { timeout: patienceMs });
};

export const lock = async ({ page, t }: Seat, name: string): Promise<void> => {
  await page.getByRole("button", { name: t("snapshots:lock.label", { name }), exact: true }).click();
  await expect(page.getByRole("button", { name: t("snapshots:unlock.label", { name }), exact: true })).toBeVisible();
};

export const unlock = async ({ page, t }: Seat, name: string): Promise<void> => {
  await page.getByRole("button", { name: t("snapshots:unlock.label", { name }), exact: true }).click();
  await press(dialogOf(page, t("snapshots:unlock.title", { name })), t("snapshots:unlock.confirm"));
  await expect(page.getByRole("button", { name: t("snapshots:lock.label", { name }), exact: true })).toBeVisible();
};

export const tick = ({ page, t }: Seat, name: string): Promise<void> =>
  page.getByLabel(t("common:list.selectRow", { name }), { exact: true }).check({ force: true });

export type SnapshotInDatabase = { id: string; serverId: string; state: string; locked: boolean };

export const findSnapshot = async (stack: Stack, name: string): Promise<SnapshotInDatabase | undefined> => {
  const [row] = await query<SnapshotInDatabase>(
    stack,
    `select s.id, s.server_id as "serverId", s.state::text as state,
            exists (select 1 from holds h where h.snapshot_id = s.id and h.released_at is null) as locked
       from snapshots s where s.name = $1`,
    [name],
  );
  return row;
};

export type OperationInDatabase = { id: string; state: string; attempts: number; errorCode: string | null };

/** The operations of a kind about the snapshot of this name, the newest first. */
export const listOperations = (stack: Stack, kind: string, snapshot: string): Promise<OperationInDatabase[]> =>
  query<OperationInDatabase>(
    stack,
    `select id, state::text as state, attempts, error_code as "errorCode" from operations
      where kind = $1 and subject->>'snapshot' = $2 order by created_at desc`,
    [kind, snapshot],
  );

/** Waits until the newest operation of this kind about the snapshot is done. Fails at once where it failed. */
export const waitForOperation = async (stack: Stack, kind: string, snapshot: string): Promise<void> => {
  const read = async () => {
    const [newest] = await listOperations(stack, kind, snapshot);
    return newest && ["done", "failed", "cancelled"].includes(newest.state)
      ? `${newest.state} ${newest.errorCode ?? ""}`.trim()
      : "under way";
  };
  await expect.poll(read, { message: `${kind} of ${snapshot}`, timeout: patienceMs }).not.toBe("under way");
  expect(await read()).toBe("done");
};
