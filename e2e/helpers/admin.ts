import type { Locator } from "@playwright/test";
import { dialogOf, press } from "./dialog";
import { open, rowOf } from "./page";
import { expect, type Seat } from "./test";

/** Adds a person with a role in one tenant, as the form proposes it, and returns the password that it shows once. */
export const addPerson = async (
  { page, t }: Seat,
  { name, email }: { name: string; email: string },
): Promise<string> => {
  await open(page, "/people");
  await page.getByRole("button", { name: t("people:action.add") }).click();
  const dialog = dialogOf(page, t("people:action.add"));
  await dialog.getByLabel(t("people:form.name"), { exact: true }).fill(name);
  await dialog.getByLabel(t("people:form.email")).fill(email);
  await dialog.getByRole("button", { name: t("people:form.addTenant") }).click();
  await press(dialog, t("people:action.add"));
  const shown = dialogOf(page, t("people:added.title", { name }));
  const password = await shown.locator("[data-password]").innerText();
  await press(shown, t("common:action.close"));
  return password;
};

/** Opens the person's side panel from the list. */
export const openPerson = async ({ page }: Seat, name: string): Promise<Locator> => {
  await open(page, `/people?q=${encodeURIComponent(name)}`);
  await rowOf(page, name).getByRole("link", { name, exact: true }).click();
  const panel = page.getByRole("dialog", { name });
  await expect(panel).toBeVisible();
  return panel;
};

/** Picks an entry of the person's menu and confirms it. */
export const decideOn = async (
  seat: Seat,
  name: string,
  decision: "disable" | "endSessions" | "reset",
): Promise<void> => {
  const { page, t } = seat;
  const verbs = {
    disable: "people:action.disable",
    endSessions: "people:action.endSessions",
    reset: "people:action.resetPassword",
  } as const;
  const panel = await openPerson(seat, name);
  await panel.getByRole("button", { name, exact: true }).click();
  await page.getByRole("menuitem", { name: t(verbs[decision]) }).click();
  await press(dialogOf(page, t(`people:${decision}.title`, { name })), t(verbs[decision]));
};
