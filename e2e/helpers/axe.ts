import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const violationsIn = async (builder: AxeBuilder): Promise<string[]> =>
  (await builder.analyze()).violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ""}`),
  );

const setTheme = (page: Page, theme: "light" | "dark"): Promise<void> =>
  page.evaluate(async (wanted) => {
    document.documentElement.dataset.theme = wanted;
    // Colours fade over; half-way they mean nothing.
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  }, theme);

/** What axe finds on the page as it stands: all rules in light, those about colours again in dark. */
export const findViolations = async (page: Page): Promise<string[]> => {
  await setTheme(page, "light");
  const light = await violationsIn(new AxeBuilder({ page }).withTags(rules));
  await setTheme(page, "dark");
  const dark = await violationsIn(new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]));
  await setTheme(page, "light");
  return [...light.map((text) => `light ${text}`), ...dark.map((text) => `dark ${text}`)];
};
