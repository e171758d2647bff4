import { expect, type Locator, type Page } from "@playwright/test";

/** React puts its own mark on what it has taken over. */
const isTakenOver = (elements: Element[]) =>
  elements.every((element) => Object.keys(element).some((key) => key.startsWith("__reactProps")));

/** Waits until the page hears clicks and keys, in its frame and in what came in later. */
export const waitUntilHeard = async (page: Page): Promise<void> => {
  await page.locator("html[data-ready]").waitFor();
  const isHeard = () => page.locator("main :is(a, button, input)").evaluateAll(isTakenOver);
  await expect.poll(isHeard, { message: "the page hears clicks" }).toBe(true);
};

/** Opens a page of the panel and waits until it hears clicks. */
export const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(path);
  await waitUntilHeard(page);
};

/** The same for a page of strangers, which is but a form. */
export const waitForForm = async (page: Page): Promise<void> => {
  await page.locator("form").first().waitFor();
  await expect
    .poll(() => page.locator("form").evaluateAll(isTakenOver), { message: "the form hears clicks" })
    .toBe(true);
};

/** A row of a list by the name in its first column. */
export const rowOf = (page: Page, name: string): Locator =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
