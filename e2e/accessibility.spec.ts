import { findViolations } from "./helpers/axe";
import { query } from "./helpers/database";
import { open } from "./helpers/page";
import { listPages } from "./helpers/pages";
import { people } from "./helpers/people";
import { expect, test } from "./helpers/test";

test.describe("axe finds nothing", () => {
  test.setTimeout(180_000);

  for (const locale of ["de", "en"] as const) {
    test(`on any page, light and dark, in ${locale}`, async ({ seat, stack }) => {
      const chooseLocale = (email: string, value: string) =>
        query(stack, "update users set locale = $2 where email = $1", [email, value]);
      const seats = { admin: await seat("admin"), owner: await seat("owner") };
      try {
        for (const { email } of [people.admin, people.owner]) await chooseLocale(email, locale);
        for (const { path, who } of await listPages(stack)) {
          const { page } = who === "admin" ? seats.admin : seats.owner;
          await open(page, path);
          await expect(page.locator("html")).toHaveAttribute("lang", locale);
          await expect(page.locator("main").getByRole("heading").first()).toBeVisible();
          expect.soft(await findViolations(page), path).toEqual([]);
        }
      } finally {
        for (const { email, locale: own } of [people.admin, people.owner]) await chooseLocale(email, own);
      }
    });
  }

  test("on the pages for strangers", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.getByRole("heading").first()).toBeVisible();
    expect(await findViolations(page)).toEqual([]);
  });
});
