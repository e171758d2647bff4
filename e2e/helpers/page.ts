import { expect, type Locator, type Page } from "@playwright/test";

/** Opens a page of the panel and waits until it hears clicks. */
export const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(path);
  await page.locator("html[data-ready]").waitFor();
};

/** Pages for strangers bear no mark; React puts its own on what it has taken over. */
export const waitForForm = async (page: Page): Promise<void> => {
  const isTaken = (form: Element) => Object.keys(form).some((key) => key.startsWith("__reactProps"));
  await expect.poll(() => page.locator("form").first().evaluate(isTaken)).toBe(true);
};

/** A row of a list by the name in its first column. */
export const rowOf = (page: Page, name: string): Locator =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
