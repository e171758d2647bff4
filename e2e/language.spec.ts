import { query } from "./helpers/database";
import { open } from "./helpers/page";
import { people } from "./helpers/people";
import { expect, test } from "./helpers/test";
import { texts } from "./helpers/texts";

test("the language is switched in the person's menu and stays on the next visit", async ({ seat, stack }) => {
  const { page } = await seat("operator");
  const [de, en] = [texts("de"), texts("en")];
  await open(page, "/servers");
  await expect(page.getByRole("heading", { name: de("servers:list.title"), level: 1 })).toBeVisible();
  try {
    await page.getByRole("button", { name: de("common:person.menu", { name: people.operator.name }) }).click();
    await page.getByText(de("common:language.en"), { exact: true }).click();
    await expect(page.getByRole("heading", { name: en("servers:list.title"), level: 1 })).toBeVisible();
    const again = await seat("operator");
    await open(again.page, "/snapshots");
    await expect(again.page.locator("html")).toHaveAttribute("lang", "en");
  } finally {
    await query(stack, "update users set locale = 'de' where email = $1", [people.operator.email]);
  }
});

test("times are shown in the person's own zone, not in the browser's nor the server's", async ({ seat, stack }) => {
  const { page } = await seat("viewer");
  const setZone = (zone: string | null) =>
    query(stack, "update users set time_zone = $2 where email = $1", [people.viewer.email, zone]);
  await setZone("Asia/Kathmandu");
  try {
    const [row] = await query<{ at: Date; id: string }>(
      stack,
      "select s.id, s.taken_at as at from snapshots s where s.name = 'Frisch eingerichtet'",
    );
    if (!row) throw new Error("the demo's snapshot is not there");
    await open(page, `/snapshots/${row.id}`);
    const hour = new Intl.DateTimeFormat("de", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Kathmandu" });
    await expect(page.getByRole("dialog").getByText(hour.format(row.at)).first()).toBeVisible();
  } finally {
    await setZone(null);
  }
});
