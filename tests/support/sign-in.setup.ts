import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { e2eDataDir, operatorState } from "./e2e-folder.ts";
import { expect, test } from "./page.ts";

test("the printed link signs the demo member in", async ({ page }) => {
  const link = (await readFile(join(e2eDataDir(), "sign-in-link"), "utf8")).trim();
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  await page.context().storageState({ path: operatorState() });
});
