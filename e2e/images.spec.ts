import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { dialogOf, press } from "./helpers/dialog";
import { open } from "./helpers/page";
import { expect, type Seat, test } from "./helpers/test";

const upload = async ({ page, t }: Seat, name: string, file: string): Promise<void> => {
  await page.getByRole("button", { name: t("images:upload.action") }).click();
  const dialog = dialogOf(page, t("images:upload.title"));
  await dialog.getByLabel(t("images:upload.name"), { exact: true }).fill(name);
  await dialog.getByLabel(t("images:upload.file"), { exact: true }).setInputFiles(file);
  await press(dialog, t("images:upload.confirm"));
  await expect(dialog).toBeHidden({ timeout: 30_000 });
};

test("a qcow2 file becomes an image, a bad one is refused in words, both can be deleted", async ({
  admin,
  stack,
}, info) => {
  const { page, t } = admin;
  const good = info.outputPath("small.qcow2");
  const bad = info.outputPath("bad.qcow2");
  execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", good, "16M"]);
  // It names a file of the host as its base, which must never be read.
  const base = ["-b", "/etc/hostname", "-F", "raw"];
  execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", ...base, "-u", bad, "16M"]);
  await open(page, "/images");
  const row = (name: string) => page.getByRole("row").filter({ hasText: name });

  await upload(admin, "small", good);
  await expect(row("small")).toContainText(t("images:state.ready"), { timeout: 30_000 });
  await upload(admin, "bad", bad);
  await expect(row("bad")).toContainText(t("images:state.failed"), { timeout: 30_000 });
  expect(readdirSync(path.join(stack.dataDir, "uploads"))).toEqual([]);

  for (const name of ["small", "bad"]) {
    await page.getByRole("button", { name: `${t("images:delete.action")}: ${name}` }).click();
    await press(dialogOf(page, t("images:delete.title", { name })), t("images:delete.confirm"));
    await expect(row(name)).toHaveCount(0, { timeout: 30_000 });
  }
});

test("an upload from another site or by somebody else is turned away", async ({ admin, owner, stack }) => {
  const put = async ({ page }: Seat, origin: string) =>
    (
      await page.request.put("/api/images/upload?name=foreign", { data: Buffer.alloc(512), headers: { origin } })
    ).status();
  expect(await put(owner, stack.url)).toBe(403);
  expect(await put(admin, "https://evil.example")).toBe(403);
});
