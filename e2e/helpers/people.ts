import { readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { waitForForm } from "./page";
import type { Stack } from "./stack";
import { type Locale, texts } from "./texts";

/** Those of the demo, by what they may do. */
export const people = {
  admin: { email: "admin@stillpoint.example", name: "Robin Meyer", locale: "en" },
  operator: { email: "jonas@nordlicht.example", name: "Jonas Brandt", locale: "de" },
  otherOwner: { email: "sam@brightwater.example", name: "Sam Carter", locale: "en" },
  owner: { email: "antje@nordlicht.example", name: "Antje Petersen", locale: "de" },
  viewer: { email: "mira@nordlicht.example", name: "Mira Lindner", locale: "de" },
} as const satisfies Readonly<Record<string, { email: string; name: string; locale: Locale }>>;

export type Person = keyof typeof people;

type SignIn = { email: string; password: string };

const isSignIns = (value: unknown): value is SignIn[] =>
  Array.isArray(value) && value.every((one) => "password" in one);

/** The password that the demo made and wrote down. */
export const passwordOf = ({ dataDir }: Stack, person: Person): string => {
  const signIns: unknown = JSON.parse(readFileSync(path.join(dataDir, "demo-sign-ins.json"), "utf8"));
  const found = isSignIns(signIns) ? signIns.find(({ email }) => email === people[person].email) : undefined;
  if (!found) throw new Error(`the demo wrote no sign-in for ${person}`);
  return found.password;
};

export const stateFile = ({ dataDir }: Stack, person: Person): string => path.join(dataDir, `e2e-${person}.json`);

/** Fills in the form and waits until the panel is there. */
export const signIn = async (page: Page, { email, password }: SignIn, locale: Locale): Promise<void> => {
  const t = texts(locale);
  await waitForForm(page);
  await page.getByLabel(t("auth:signIn.email")).fill(email);
  await page.getByLabel(t("auth:signIn.password"), { exact: true }).fill(password);
  await page.getByRole("button", { name: t("auth:signIn.button"), exact: true }).click();
  await page.locator("html[data-ready]").waitFor();
};

/** Signs each of them in once, through the form, and keeps the cookies for the journeys. */
export const keepSignIns = async (browser: Browser, stack: Stack): Promise<void> => {
  for (const person of Object.keys(people).filter((key): key is Person => key in people)) {
    const context = await browser.newContext({ baseURL: stack.url, locale: "de-DE" });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await signIn(page, { email: people[person].email, password: passwordOf(stack, person) }, "de");
    await context.storageState({ path: stateFile(stack, person) });
    await context.close();
  }
};
