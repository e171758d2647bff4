import type { Locator, Page } from "@playwright/test";

/** The dialog that asks or tells something, by its title. */
export const dialogOf = (page: Page, title: string | RegExp): Locator =>
  page.getByRole("dialog", { name: title }).or(page.getByRole("alertdialog", { name: title }));

/** Presses a button at the dialog's foot; its head may have one of the same name. */
export const press = (dialog: Locator, name: string): Promise<void> =>
  dialog.getByRole("button", { name, exact: true }).last().click();
