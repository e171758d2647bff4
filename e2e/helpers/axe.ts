import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export type Theme = "light" | "dark";

const setTheme = (page: Page, theme: Theme): Promise<void> =>
  page.evaluate(async (wanted) => {
    document.documentElement.dataset.theme = wanted;
    // Colours fade over; half-way they mean nothing. What pulses has no end.
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime ?? 0)));
    await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
  }, theme);

/** What axe finds on the page as it stands, in one theme. */
export const findViolations = async (page: Page, theme: Theme): Promise<string[]> => {
  await setTheme(page, theme);
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ["violations"], runOnly: { type: "tag", values: rules } })
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ failureSummary, html }) => `${theme} ${id}: ${html.slice(0, 200)} ${failureSummary ?? ""}`),
  );
};
