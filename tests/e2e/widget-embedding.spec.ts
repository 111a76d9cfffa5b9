import { startHostPage } from "../support/host-page.ts";
import { expect, test } from "../support/page.ts";
import { embeddingPage, visitorOn } from "../support/visitor.ts";

const socketOrigin = (origin = "") => origin.replace(/^http/, "ws");

test("works under the strictest policy that names only our origin, in Chinese", async ({
  page,
  baseURL,
}) => {
  const policy = `default-src 'none'; script-src ${baseURL}; connect-src ${baseURL} ${socketOrigin(baseURL)}; img-src data:`;
  await using shop = await startHostPage(embeddingPage(baseURL, { lang: "zh-CN" }), {
    "content-security-policy": policy,
  });
  await page.goto(shop.url);
  const visitor = visitorOn(page);
  await expect(visitor.launcher).toHaveAccessibleName("打开聊天");
  await visitor.open();
  await expect(visitor.dialog).toHaveAttribute("lang", "zh");
  await visitor.say("你好");
  await expect(visitor.log.getByText("你好", { exact: true })).toBeVisible();
  await expect(visitor.log.getByText(/^(已发送|已送达|已读)$/).first()).toBeVisible();
});

test("hands its nonce on where a policy allows scripts by nonce alone, with Trusted Types", async ({
  page,
  baseURL,
}) => {
  const policy = [
    "default-src 'none'",
    "script-src 'nonce-abc'",
    `connect-src ${baseURL} ${socketOrigin(baseURL)}`,
    "img-src data:",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  await using shop = await startHostPage(embeddingPage(baseURL, { attributes: 'nonce="abc"' }), {
    "content-security-policy": policy,
  });
  await page.goto(shop.url);
  await visitorOn(page).open();
});

test("loads nothing but the launcher before the visitor reaches for it", async ({
  page,
  baseURL,
}) => {
  await using shop = await startHostPage(embeddingPage(baseURL));
  const requests: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(`${baseURL}/`)) requests.push(new URL(request.url()).pathname);
  });
  await page.goto(shop.url, { waitUntil: "networkidle" });
  const visitor = visitorOn(page);
  await expect(visitor.launcher).toBeVisible();
  expect(requests).toEqual(["/w/loader.js"]);
  await visitor.launcher.hover();
  await expect.poll(() => requests.some((path) => path.startsWith("/w/assets/panel-"))).toBe(true);
  expect(requests.filter((path) => path.startsWith("/socket.io/"))).toEqual([]);
});

test("a press is not lost when the panel arrives before the release", async ({ page, baseURL }) => {
  await using shop = await startHostPage(embeddingPage(baseURL));
  await page.goto(shop.url);
  const visitor = visitorOn(page);
  const panel = page.waitForResponse("**/w/assets/panel-*.js");
  await visitor.launcher.hover();
  await page.mouse.down();
  await (await panel).finished();
  await expect(visitor.launcher).toHaveAttribute("aria-busy", "false");
  await page
    .locator("xin-widget")
    .evaluate((host) => host.ownerDocument.documentElement.setAttribute("lang", "zh"));
  await expect(visitor.launcher).toHaveAccessibleName("打开聊天");
  await page.mouse.up();
  await expect(visitor.dialog).toBeVisible();
});

test("leaves no global behind", async ({ page, baseURL }) => {
  await using plain = await startHostPage(
    '<!doctype html><link rel="icon" href="data:,"><h1>Shop</h1>',
  );
  await using shop = await startHostPage(embeddingPage(baseURL));
  const globals = () => page.evaluate(() => Object.getOwnPropertyNames(window));
  await page.goto(plain.url);
  const before = await globals();
  await page.goto(shop.url);
  await visitorOn(page).open();
  expect((await globals()).filter((name) => !before.includes(name))).toEqual([]);
});

test("follows the page's language and theme while it is open", async ({ page, baseURL }) => {
  await using shop = await startHostPage(embeddingPage(baseURL));
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(shop.url);
  const visitor = visitorOn(page);
  await visitor.open();
  await expect(page.locator("xin-widget")).toHaveAttribute("data-theme", "light");
  await page.evaluate(() => {
    document.documentElement.lang = "zh";
    document.documentElement.dataset["theme"] = "dark";
  });
  await expect(visitor.launcher).toHaveAccessibleName("关闭聊天");
  await expect(visitor.dialog.getByRole("button", { name: "转人工客服" })).toBeVisible();
  await expect(page.locator("xin-widget")).toHaveAttribute("data-theme", "dark");
});

test("the tag's own language and theme come first", async ({ page, baseURL }) => {
  const attributes = 'data-locale="zh" data-theme="dark"';
  await using shop = await startHostPage(embeddingPage(baseURL, { attributes }));
  await page.goto(shop.url);
  await expect(visitorOn(page).launcher).toHaveAccessibleName("打开聊天");
  await expect(page.locator("xin-widget")).toHaveAttribute("data-theme", "dark");
});

test("a panel that does not load can be tried again", async ({ page, baseURL, complaints }) => {
  await using shop = await startHostPage(embeddingPage(baseURL));
  await page.route("**/w/assets/**", (route) => route.abort());
  await page.goto(shop.url);
  const visitor = visitorOn(page);
  await visitor.launcher.click();
  await expect(visitor.launcher).toHaveAccessibleName("Chat did not load. Try again");
  await page.unroute("**/w/assets/**");
  await visitor.open();
  expect(complaints.filter((text) => !text.includes("ERR_FAILED"))).toEqual([]);
  complaints.length = 0;
});

test("an old launcher from a cache finds the panel of today", async ({
  page,
  baseURL,
  complaints,
}) => {
  await using shop = await startHostPage(embeddingPage(baseURL));
  await page.route("**/w/loader.js", async (route) => {
    const response = await route.fetch();
    const old = (await response.text()).replace(/panel-[\w-]+\.js/, "panel-gone.js");
    await route.fulfill({ response, body: old });
  });
  await page.goto(shop.url);
  await visitorOn(page).open();
  expect(complaints.filter((text) => !/panel-gone|ERR_FAILED/.test(text))).toEqual([]);
  complaints.length = 0;
});

test("an unknown key says that there is no chat here", async ({ page, baseURL }) => {
  const html = embeddingPage(baseURL).replace("demo_tarnmoor", "no_such_key");
  await using shop = await startHostPage(html);
  await page.goto(shop.url);
  const visitor = visitorOn(page);
  await visitor.launcher.click();
  await expect(
    visitor.dialog.getByText("Chat is not available on this page.").first(),
  ).toBeVisible();
  await expect(visitor.input).toBeDisabled();
});
