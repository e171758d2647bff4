import { expect, type Locator } from "@playwright/test";
import { query, type ServerInDatabase } from "./database";
import { dialogOf, press } from "./dialog";
import type { Seat, Stack } from "./test";

/** The server of this name as the database knows it. Throws where there is none. */
export const findServer = async (stack: Stack, name: string): Promise<ServerInDatabase> => {
  const [row] = await query<ServerInDatabase>(
    stack,
    `select id, web_port as "webPort", state::text as state from servers where name = $1`,
    [name],
  );
  if (!row) throw new Error(`no server ${name}`);
  return row;
};

/** Waits until nothing works on the server, nor waits to. */
export const waitUntilIdle = async (stack: Stack, serverId: string): Promise<void> => {
  const count = async () => {
    const [row] = await query<{ count: number }>(
      stack,
      "select count(*)::int as count from operations where server_id = $1 and state in ('waiting', 'running')",
      [serverId],
    );
    return row?.count;
  };
  await expect.poll(count, { message: "the server has nothing to do", timeout: 60_000 }).toBe(0);
};

/** The server's state in words, in the header of its pages. */
export const stateInHeader = ({ page, t }: Seat, state: "running" | "stopped" | "unknown"): Locator =>
  page
    .locator("main header")
    .first()
    .getByText(t(`servers:state.${state}`), { exact: true });

const openPowerMenu = ({ page, t }: Seat): Promise<void> =>
  page.getByRole("button", { name: t("servers:header.power"), exact: true }).click();

export const startServer = async (seat: Seat): Promise<void> => {
  await openPowerMenu(seat);
  await seat.page.getByRole("menuitem", { name: seat.t("servers:power.start.action") }).click();
};

/** Stops or forces off the server whose page is open, and answers the question. */
export const endServer = async (seat: Seat, name: string, action: "stop" | "forceOff"): Promise<void> => {
  const { page, t } = seat;
  await openPowerMenu(seat);
  await page.getByRole("menuitem", { name: t(`servers:power.${action}.action`) }).click();
  await press(dialogOf(page, t(`servers:power.${action}.title`, { name })), t(`servers:power.${action}.action`));
};
