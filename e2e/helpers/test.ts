import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { type Person, people, stateFile } from "./people";
import type { Stack } from "./stack";
import { texts } from "./texts";

type Words = ReturnType<typeof texts>;

/** A person at the screen, with the words that they read. */
export type Seat = { page: Page; t: Words };

type Fixtures = {
  /** Console errors that the journey provokes on purpose, such as the browser's line about a 404. */
  expectedErrors: RegExp | null;
  watch: (context: BrowserContext) => void;
  seat: (person: Person, options?: BrowserContextOptions) => Promise<Seat>;
  owner: Seat;
  admin: Seat;
};

const runningStack = (): Stack => {
  const { STILLPOINT_E2E_URL: url, STILLPOINT_E2E_DATA: dataDir } = process.env;
  if (!url || !dataDir) throw new Error("no product runs: the global set-up sets its address");
  return { url, dataDir };
};

/** Fails a journey on any error in the console, breaches of the content security policy among them. */
export const test = base.extend<Fixtures, { stack: Stack }>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern
    async ({}, use) => {
      await use(runningStack());
    },
    { scope: "worker" },
  ],
  baseURL: async ({ stack }, use) => {
    await use(stack.url);
  },
  expectedErrors: [null, { option: true }],
  watch: async ({ expectedErrors }, use) => {
    const problems: string[] = [];
    const note = (text: string) => {
      if (!expectedErrors?.test(text)) problems.push(text);
    };
    await use((context) => {
      context.on("console", (message) => {
        if (message.type() === "error") note(`${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => note(String(error.error())));
    });
    expect(problems, "errors in the console").toEqual([]);
  },
  context: async ({ context, watch }, use) => {
    watch(context);
    await use(context);
  },
  seat: async ({ browser, contextOptions, stack, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (person, options = {}) => {
      const storageState = stateFile(stack, person);
      const context = await browser.newContext({ ...contextOptions, baseURL: stack.url, storageState, ...options });
      contexts.push(context);
      watch(context);
      return { page: await context.newPage(), t: texts(people[person].locale) };
    });
    for (const context of contexts) await context.close();
  },
  owner: async ({ seat }, use) => {
    await use(await seat("owner"));
  },
  admin: async ({ seat }, use) => {
    await use(await seat("admin"));
  },
});

export type { Stack } from "./stack";
export { expect };
