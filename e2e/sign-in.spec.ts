import { open, waitForForm } from "./helpers/page";
import { passwordOf, people, signIn } from "./helpers/people";
import { expect, test } from "./helpers/test";
import { texts } from "./helpers/texts";

test("a stranger is sent to the sign-in page and lands where they wanted to go", async ({ page, stack }) => {
  const t = texts("de");
  await page.goto("/snapshots?q=frisch");
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("heading", { name: t("auth:signIn.title") })).toBeVisible();
  await signIn(page, { email: people.owner.email, password: passwordOf(stack, "owner") }, "de");
  await expect(page).toHaveURL(/\/snapshots\?q=frisch$/);
});

test.use({ expectedErrors: /status of 401/ });

test("a wrong password is refused in words that tell nothing of who exists", async ({ page }) => {
  const t = texts("de");
  await page.goto("/sign-in");
  await waitForForm(page);
  for (const email of [people.viewer.email, "nobody@nordlicht.example"]) {
    await page.getByLabel(t("auth:signIn.email")).fill(email);
    await page.getByLabel(t("auth:signIn.password"), { exact: true }).fill("not the password");
    await page.getByRole("button", { name: t("auth:signIn.button"), exact: true }).click();
    await expect(page.getByText(t("errors:invalidCredentials"))).toBeVisible();
  }
});

test("a foreign address to go on to is not followed", async ({ page, stack }) => {
  await page.goto("/sign-in?callbackUrl=https%3A%2F%2Fevil.example%2F");
  await signIn(page, { email: people.viewer.email, password: passwordOf(stack, "viewer") }, "de");
  expect(new URL(page.url()).origin).toBe(new URL(stack.url).origin);
});

test("the language can be chosen before the sign-in", async ({ page }) => {
  await page.goto("/sign-in");
  await waitForForm(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.getByRole("button", { name: texts("de")("common:language.en") }).click();
  await expect(page.getByRole("heading", { name: texts("en")("auth:signIn.title") })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("signing out ends the session itself, not only its cookie", async ({ browser, contextOptions, stack, watch }) => {
  const context = await browser.newContext({ ...contextOptions, baseURL: stack.url });
  watch(context);
  const page = await context.newPage();
  const t = texts("de");
  await page.goto("/sign-in");
  await signIn(page, { email: people.operator.email, password: passwordOf(stack, "operator") }, "de");
  const cookies = await context.cookies();
  await page.getByRole("button", { name: t("common:person.menu", { name: people.operator.name }) }).click();
  await page.getByRole("menuitem", { name: t("common:person.signOut") }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await context.addCookies(cookies);
  expect((await page.request.get("/api/servers")).status()).toBe(401);
  await context.close();
});

test("sign-in cookies are out of a script's reach and stay on the site", async ({ owner }) => {
  await open(owner.page, "/servers");
  const cookies = await owner.page.context().cookies();
  const session = cookies.find(({ name }) => name.includes("session-token"));
  expect(session?.httpOnly).toBe(true);
  expect(session?.sameSite).toBe("Lax");
});
