import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { startHostPage } from "../support/host-page.ts";
import { expect, test } from "../support/page.ts";
import { embeddingPage, visitorOn } from "../support/visitor.ts";

const violations = async (page: Page, part = "html") => {
  const { violations: found } = await new AxeBuilder({ page })
    .include(part)
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
};

test("keyboard alone: open, write, break a line, send, read a source, close", async ({
  page,
  baseURL,
}) => {
  await using shop = await startHostPage(embeddingPage(baseURL));
  await page.goto(shop.url);
  const visitor = visitorOn(page);
  await expect(visitor.launcher).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(visitor.launcher).toBeFocused();
  await expect(visitor.launcher).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("Enter");
  await expect(visitor.input).toBeFocused();
  await expect(visitor.launcher).toHaveAttribute("aria-expanded", "true");

  await page.keyboard.type("My tent pole split.");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("Is it covered by the warranty?");
  await expect(visitor.input).toHaveValue("My tent pole split.\nIs it covered by the warranty?");
  await page.keyboard.press("Enter");
  await expect(visitor.input).toHaveValue("");
  await expect(visitor.log.getByText("My tent pole split.")).toBeVisible();

  const source = visitor.log.getByRole("list", { name: "Sources" }).getByRole("button").first();
  await expect(source).toBeVisible({ timeout: 20_000 });
  await source.focus();
  await page.keyboard.press("Enter");
  await expect(
    visitor.dialog.getByRole("button", { name: "Back to the conversation" }),
  ).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(source).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(visitor.dialog).toBeHidden();
  await expect(visitor.launcher).toBeFocused();
});

test("Enter that chooses a word of an input method does not send", async ({ page, context }) => {
  await page.goto("/demo?lang=zh");
  const visitor = visitorOn(page);
  await visitor.open();
  await visitor.input.focus();
  const browser = await context.newCDPSession(page);
  await browser.send("Input.imeSetComposition", {
    text: "ni hao",
    selectionStart: 6,
    selectionEnd: 6,
  });
  await expect(visitor.input).toHaveValue("ni hao");
  const enter = { key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 } as const;
  await browser.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...enter });
  await browser.send("Input.dispatchKeyEvent", { type: "keyUp", ...enter });
  await expect(visitor.log.locator(".msg")).toHaveCount(0);
  await browser.send("Input.insertText", { text: "你好" });
  await expect(visitor.input).toHaveValue("你好");
  await visitor.input.press("Enter");
  await expect(visitor.log.getByText("你好", { exact: true })).toBeVisible();
  await expect(visitor.input).toHaveValue("");
});

const looks = [
  { theme: "light", lang: "en", question: "How long are tent poles covered?" },
  { theme: "dark", lang: "zh", question: "帐杆保修多久？" },
] as const;

/** axe measures the contrast of every text: slow on a busy machine. */
const axeTimeoutMs = 90_000;

for (const { theme, lang, question } of looks) {
  test(`axe finds nothing on the shop and in the panel (${theme}, ${lang})`, async ({ page }) => {
    test.setTimeout(axeTimeoutMs);
    await page.goto(`/demo?lang=${lang}&theme=${theme}`);
    const visitor = visitorOn(page);
    await visitor.open();
    expect(await violations(page, "xin-widget")).toEqual([]);
    await visitor.say(question);
    const sources = visitor.log.getByRole("list", { name: /Sources|来源/ });
    await expect(sources).toBeVisible({ timeout: 20_000 });
    expect(await violations(page)).toEqual([]);
    await sources.getByRole("button").first().click();
    expect(await violations(page, "xin-widget")).toEqual([]);
  });

  test(`axe finds nothing on Ask Xin (${theme}, ${lang})`, async ({ page }) => {
    test.setTimeout(axeTimeoutMs);
    await page.goto(`/ask?lang=${lang}&theme=${theme}`);
    await expect(visitorOn(page).launcher).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test("a screen reader hears an answer once, when it is complete", async ({ page }) => {
  await page.goto("/demo?lang=en");
  const visitor = visitorOn(page);
  await visitor.open();
  await expect(visitor.log).toHaveAttribute("aria-live", "polite");
  const added = await visitor.log.evaluateHandle((log) => {
    const texts: string[] = [];
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) texts.push(node.textContent ?? "");
      }
    }).observe(log, { childList: true, subtree: true, characterData: true });
    return texts;
  });
  await visitor.say("How long are tent poles covered by the warranty?");
  await expect(visitor.log.getByRole("list", { name: "Sources" })).toBeVisible({ timeout: 20_000 });
  const heard = (await added.jsonValue()).filter((text) => text.includes("AI assistant"));
  expect(heard).toHaveLength(1);
});

test.describe("on a phone of 390 px", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("the panel is the screen, with targets for fingers and type that does not zoom", async ({
    page,
  }) => {
    test.setTimeout(axeTimeoutMs);
    await page.goto("/demo?lang=en");
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(390);
    const visitor = visitorOn(page);
    await visitor.launcher.tap();
    await expect(visitor.input).toBeFocused();
    await expect(visitor.launcher).toBeHidden();
    await expect(visitor.dialog).toHaveAttribute("aria-modal", "true");
    // It rises for a moment first.
    const screen = { x: 0, y: 0, width: 390, height: 844 };
    await expect.poll(() => visitor.dialog.boundingBox()).toEqual(screen);
    expect(await visitor.input.evaluate((field) => getComputedStyle(field).fontSize)).toBe("16px");
    for (const button of await visitor.dialog.getByRole("button").all()) {
      const box = await button.boundingBox();
      expect(box?.height, await button.innerText()).toBeGreaterThanOrEqual(44);
    }
    expect(await violations(page)).toEqual([]);
    await visitor.dialog.getByRole("button", { name: "Close chat" }).tap();
    await expect(visitor.launcher).toBeFocused();
  });

  test("the focus stays in the panel while it covers the page", async ({ page }) => {
    await page.goto("/demo?lang=en");
    const visitor = visitorOn(page);
    await visitor.open();
    const stops = await visitor.dialog.locator("button, textarea, [tabindex='0'], a[href]").count();
    for (let step = 0; step <= stops; step += 1) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.localName)).toBe("xin-widget");
    }
  });

  test("the shop and Ask Xin fit the screen", async ({ page }) => {
    for (const path of ["/demo?lang=zh", "/ask?lang=en", "/ask?lang=zh"]) {
      await page.goto(path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(390);
    }
  });
});

test("nothing moves for visitors who ask for less motion", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/demo?lang=en");
  const visitor = visitorOn(page);
  await visitor.open();
  expect(await visitor.dialog.evaluate((panel) => getComputedStyle(panel).animationName)).toBe(
    "none",
  );
});
