import { randomUUID } from "node:crypto";
import path from "node:path";
import { chromium } from "@playwright/test";
import { open } from "@/e2e/helpers/page";
import { passwordOf, signIn } from "@/e2e/helpers/people";
import { fillCreateDialog, openCreateDialog, submitButton } from "@/e2e/helpers/snapshots";
import type { Stack } from "@/e2e/helpers/stack";
import type { Seat } from "@/e2e/helpers/test";
import { texts } from "@/e2e/helpers/texts";
import { connectQmp, monitorSockets } from "@/engine/drivers/qemu/qmp-client";
import config from "@/playwright.config";

/** The transaction as the driver makes it, and nothing else, on the running guest; ms. */
export const timeTransactions = async ({ dataDir }: Stack, serverId: string, rounds: number): Promise<number[]> => {
  const times: number[] = [];
  const folder = path.join(dataDir, "machines", serverId);
  const client = await connectQmp(folder, monitorSockets.operations, { timeoutMs: 10_000 });
  try {
    for (let round = 0; round < rounds; round += 1) {
      const data = { device: "disk0", name: randomUUID() };
      const begun = performance.now();
      await client.execute("transaction", { actions: [{ type: "blockdev-snapshot-internal-sync", data }] });
      times.push(performance.now() - begun);
      await client.execute("blockdev-snapshot-delete-internal-sync", data);
    }
  } finally {
    client.close();
  }
  return times;
};

/** From the click until the browser shows the row as Ready, by the browser's own clock; ms. */
const timeOne = async (seat: Seat, name: string): Promise<number> => {
  const { page, t } = seat;
  await openCreateDialog(seat);
  await fillCreateDialog(seat, { name, mode: "disks" });
  const ready = t("snapshots:state.ready");
  const taken = page.evaluate(
    ([wanted, state]) =>
      new Promise<number>((resolve) => {
        let clickedAt = 0;
        addEventListener(
          "pointerdown",
          (event) => {
            clickedAt ||= event.timeStamp;
          },
          { capture: true, once: true },
        );
        const look = () => {
          const rows = [...document.querySelectorAll("tr")];
          const row = rows.find((one) => one.textContent?.includes(wanted));
          if (clickedAt === 0 || !row?.textContent?.includes(state)) return;
          observer.disconnect();
          resolve(performance.now() - clickedAt);
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { characterData: true, childList: true, subtree: true });
      }),
    [name, ready] as const,
  );
  await submitButton(seat).click();
  return await taken;
};

export const timeClicks = async (stack: Stack, serverId: string, rounds: number): Promise<number[]> => {
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const page = await browser.newPage({ baseURL: stack.url, locale: "de-DE" });
    await page.goto("/sign-in");
    await signIn(page, { email: "antje@nordlicht.example", password: passwordOf(stack, "owner") }, "de");
    await open(page, `/servers/${serverId}/snapshots`);
    const times: number[] = [];
    // The first one warms what every later one uses.
    for (let round = 0; round <= rounds; round += 1)
      times.push(await timeOne({ page, t: texts("de") }, `bench-${randomUUID()}`));
    return times.slice(1);
  } finally {
    await browser.close();
  }
};
