import type { Page } from "@playwright/test";
import { findFreePort } from "../scripts/ports.mjs";
import { type OidcServer, startOidcServer } from "../test/oidc-server";
import { query } from "./helpers/database";
import { waitForForm } from "./helpers/page";
import { signIn } from "./helpers/people";
import { type StartedStack, startStack } from "./helpers/stack";
import { expect, test } from "./helpers/test";
import { texts } from "./helpers/texts";

/** A second, empty panel with an OpenID Connect provider beside it. */
test.describe
  .serial("an empty panel", () => {
    const t = texts("de");
    const admin = { email: "erste@example.org", name: "Erste Person", password: "vier Wörter reichen gut" };
    let stack: StartedStack;
    let provider: OidcServer;

    test.beforeAll(async () => {
      test.setTimeout(180_000);
      const port = await findFreePort();
      const url = `http://localhost:${port}`;
      provider = await startOidcServer({ redirectUris: [`${url}/api/auth/callback/oidc`] });
      provider.accounts.set("erste", { email: admin.email, emailVerified: true });
      provider.accounts.set("fremd", { email: "fremd@example.org", emailVerified: true });
      provider.accounts.set("unbestätigt", { email: admin.email, emailVerified: false });
      stack = await startStack({
        command: "start",
        env: {
          OIDC_CLIENT_ID: provider.clientId,
          OIDC_CLIENT_SECRET: provider.clientSecret,
          OIDC_ISSUER: provider.issuer,
          OIDC_NAME: "Testdienst",
        },
        port,
        timeoutMs: 150_000,
      });
    });
    test.afterAll(async () => {
      test.setTimeout(90_000);
      await provider?.close();
      await stack?.stop();
    });

    const signInByProvider = async (page: Page, account: string): Promise<void> => {
      await page.goto(`${stack.url}/sign-in`);
      await waitForForm(page);
      await page.getByRole("button", { name: t("auth:oidc.button", { name: "Testdienst" }) }).click();
      await page.locator("input[name=login]").fill(account);
      await page.locator("input[name=password]").fill("any");
      await page.locator("button[type=submit]").click();
      await page.locator("button[type=submit]").click();
      await page.waitForURL(`${stack.url}/**`);
    };
    // The provider's own test pages load a font from afar and have no icon.
    test.use({
      expectedErrors: /fonts\.googleapis|favicon|ERR_|Content Security Policy.*127\.0\.0\.1|status of 404/,
    });

    test("makes its first person the admin, once", async ({ page }) => {
      await page.goto(stack.url);
      await expect(page).toHaveURL(/\/set-up/);
      await waitForForm(page);
      await page.getByLabel(t("auth:setUp.name")).fill(admin.name);
      await page.getByLabel(t("auth:signIn.email")).fill(admin.email);
      await page.getByLabel(t("auth:signIn.password"), { exact: true }).fill(admin.password);
      await page.getByRole("button", { name: t("auth:setUp.button") }).click();
      await page.locator("html[data-ready]").waitFor();
      await expect(page.getByText(t("servers:list.empty.adminTitle"))).toBeVisible();

      await page.goto(`${stack.url}/set-up`);
      await expect(page).not.toHaveURL(/\/set-up/);
      const people = await query<{ email: string; isAdmin: boolean }>(
        stack,
        `select email, is_admin as "isAdmin" from users`,
      );
      expect(people).toEqual([{ email: admin.email, isAdmin: true }]);
    });

    test("lets a known person in by the other service, and nobody else", async ({ page }) => {
      await signInByProvider(page, "erste");
      await page.locator("html[data-ready]").waitFor();
      expect((await page.request.get(`${stack.url}/api/servers`)).status()).toBe(200);

      for (const account of ["fremd", "unbestätigt"]) {
        await page.context().clearCookies();
        await signInByProvider(page, account);
        await expect(page.getByText(t("auth:oidc.denied"))).toBeVisible();
        expect((await page.request.get(`${stack.url}/api/servers`)).status()).toBe(401);
      }
    });

    test("is usable from nothing: a tenant, its owner and no instance yet", async ({ page }) => {
      await page.goto(`${stack.url}/sign-in`);
      await signIn(page, admin, "de");
      await page.goto(`${stack.url}/servers`);
      await page
        .getByRole("button", { name: t("servers:create.action") })
        .first()
        .click();
      await expect(page.getByRole("dialog")).toContainText(t("servers:create.noTenants"));
    });
  });
