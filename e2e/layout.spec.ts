import { findLayoutFaults } from "./helpers/layout";
import { open } from "./helpers/page";
import { listPages } from "./helpers/pages";
import { expect, test } from "./helpers/test";

const sizes = [
  { height: 780, width: 360 },
  { height: 1200, width: 2560 },
] as const;

for (const viewport of sizes) {
  test(`nothing sticks out or overlaps at ${viewport.width} px`, async ({ seat, stack }) => {
    test.setTimeout(120_000);
    const seats = { admin: await seat("admin", { viewport }), owner: await seat("owner", { viewport }) };
    for (const { path, who } of await listPages(stack)) {
      const { page } = who === "admin" ? seats.admin : seats.owner;
      await open(page, path);
      await expect(page.locator("main").getByRole("heading").first()).toBeVisible();
      expect.soft(await findLayoutFaults(page), path).toEqual({ overlapping: [], wider: [] });
    }
  });
}
