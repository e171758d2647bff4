import { chromium, type FullConfig } from "@playwright/test";
import { keepSignIns } from "./helpers/people";
import { startStack } from "./helpers/stack";

/**
 * One product with the demo's people and guests for all journeys. Where `STILLPOINT_E2E_URL` and
 * `STILLPOINT_E2E_DATA` name a running one with demo data, that is used and left as it is.
 */
const setUp = async (config: FullConfig): Promise<(() => Promise<void>) | undefined> => {
  const { STILLPOINT_E2E_URL: url, STILLPOINT_E2E_DATA: dataDir } = process.env;
  const started = url && dataDir ? null : await startStack({ command: "demo", timeoutMs: 300_000 });
  const stack = started ?? { url: url ?? "", dataDir: dataDir ?? "" };
  process.env.STILLPOINT_E2E_URL = stack.url;
  process.env.STILLPOINT_E2E_DATA = stack.dataDir;
  try {
    const browser = await chromium.launch(config.projects[0]?.use.launchOptions);
    await keepSignIns(browser, stack);
    await browser.close();
  } catch (error) {
    await started?.stop();
    throw error;
  }
  return started?.stop;
};

// biome-ignore lint/style/noDefaultExport: Playwright calls the default one
export default setUp;
