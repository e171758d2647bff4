import type { Page } from "@playwright/test";

export type Faults = { wider: string[]; overlapping: string[] };

/** What sticks out of the page sideways, and what people press or read that lies over one another. */
export const findLayoutFaults = (page: Page): Promise<Faults> =>
  page.evaluate(() => {
    const slack = 1;
    const describe = (element: Element) =>
      `<${element.tagName.toLowerCase()}> ${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 60)}`;
    const isShown = (element: Element) =>
      element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
      !element.closest("[aria-hidden=true], .sr-only");
    const rootWidth = document.documentElement.clientWidth;
    const isScrolledSideways = document.documentElement.scrollWidth > rootWidth + slack;
    const scrollsItself = (element: Element) => {
      for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement)
        if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(parent).overflowX)) return true;
      return false;
    };
    const all = [...document.body.querySelectorAll("*")].filter(isShown);
    const wider = isScrolledSideways
      ? all
          .filter((one) => one.getBoundingClientRect().right > rootWidth + slack && !scrollsItself(one))
          .map(describe)
          .slice(0, 8)
      : [];
    if (isScrolledSideways && wider.length === 0) wider.push("the page itself");

    const pressed = all.filter(
      (one) =>
        one.matches("a[href], button, input, select, textarea, h1, h2, h3, [role=checkbox]") && !one.closest("svg"),
    );
    // What stays in place while the page scrolls beneath it lies over the page on purpose.
    const layerOf = (element: Element): Element | null => {
      for (let one: Element | null = element; one; one = one.parentElement)
        if (["fixed", "sticky"].includes(getComputedStyle(one).position) || one.matches("[role=dialog]")) return one;
      return null;
    };
    const boxes = pressed.map((element) => ({
      box: element.getBoundingClientRect(),
      element,
      layer: layerOf(element),
    }));
    const overlapping: string[] = [];
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) {
        if (a.layer !== b.layer || a.element.contains(b.element) || b.element.contains(a.element)) continue;
        // The same control in two parts, such as a box and its label.
        if (a.element.closest("label") && a.element.closest("label") === b.element.closest("label")) continue;
        const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (width > 2 && height > 2) overlapping.push(`${describe(a.element)} × ${describe(b.element)}`);
      }
    }
    return { overlapping: overlapping.slice(0, 8), wider };
  });
