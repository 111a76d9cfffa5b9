import { operatorState } from "../support/e2e-folder.ts";
import { openHydrated } from "../support/hydrated.ts";
import { expect, test } from "../support/page.ts";

test.use({ storageState: operatorState() });

test("an operator puts in a quick reply of the policy by its name, with the keyboard alone", async ({
  page,
}) => {
  await page.goto("/?workspace=tarnmoor");
  const rows = await page.request.get("/inbox/rows?view=ai");
  const found = ((await rows.json()) as { rows: { id: string; locale: string }[] }).rows;
  const id = found.find(({ locale }) => locale === "en")?.id ?? "";
  await openHydrated(page, `/c/${id}`);
  const field = page.getByRole("textbox", { name: "Reply to the visitor" });
  const list = page.getByRole("listbox", { name: "Quick replies" });

  await test.step("a slash offers them, those in the visitor's language first", async () => {
    await field.fill("Hello. ");
    await field.press("End");
    await field.pressSequentially("/");
    await expect(list.getByRole("option")).toHaveText([
      /^\/photo/,
      /^\/thanks/,
      /^\/照片/,
      /^\/感谢/,
    ]);
    await expect(field).toHaveAttribute("aria-activedescendant", /-0$/);
  });
  await test.step("letters narrow them, and Enter puts one in", async () => {
    await field.pressSequentially("th");
    await expect(list.getByRole("option")).toHaveText([/^\/thanks/, /^\/photo/]);
    await field.press("Enter");
    await expect(field).toHaveValue(/^Hello\. Thank you for writing to us\. .*\?$/);
    await expect(list).toHaveCount(0);
  });
  await test.step("arrows choose another one, Escape closes, and an address opens nothing", async () => {
    await field.fill("");
    await field.pressSequentially("/");
    await field.press("ArrowDown");
    await expect(list.getByRole("option", { selected: true })).toHaveText(/^\/thanks/);
    await field.press("Escape");
    await expect(list).toHaveCount(0);
    await expect(field).toHaveValue("/");
    await field.fill("");
    await field.pressSequentially("https://tarnmoor.example");
    await expect(list).toHaveCount(0);
    await field.fill("");
  });
});
