import type { Locator, Page } from "@playwright/test";

/** The dialog that asks or tells something, by its title. */
export const dialogOf = (page: Page, title: string | RegExp): Locator =>
  page.getByRole("dialog", { name: title }).or(page.getByRole("alertdialog", { name: title }));

/** Presses a button of the dialog. */
export const press = (dialog: Locator, name: string): Promise<void> =>
  dialog.getByRole("button", { name, exact: true }).click();
