import { startHostPage } from "./host-page.ts";
import { expect, test } from "./page.ts";

const icon = '<!doctype html><link rel="icon" href="data:,">';

test("a quiet page passes", async ({ page, complaints }) => {
  await using host = await startHostPage(`${icon}<h1>Shop</h1>`);
  await page.goto(host.url);
  await expect(page.getByRole("heading", { name: "Shop" })).toBeVisible();
  expect(complaints).toEqual([]);
});

const strict = { "content-security-policy": "default-src 'none'" };
const badPages: { what: string; html: string; headers?: Record<string, string>; text: string }[] = [
  {
    what: "a console error",
    html: `<script>console.error("broken part")</script>`,
    text: "broken part",
  },
  {
    what: "an uncaught error",
    html: `<script>throw new Error("thrown part")</script>`,
    text: "thrown part",
  },
  {
    what: "a forbidden script",
    html: `<script src="/x.js"></script>`,
    headers: strict,
    text: "Content Security Policy",
  },
];

for (const { what, html, headers, text } of badPages) {
  test(`${what} is a complaint, in a second context too`, async ({
    page,
    complaints,
    watch,
    browser,
  }) => {
    await using host = await startHostPage(`${icon}${html}`, headers);
    await page.goto(host.url);
    await expect.poll(() => complaints.join("\n")).toContain(text);
    complaints.length = 0;

    await using second = await browser.newContext();
    watch(second);
    await (await second.newPage()).goto(host.url);
    await expect.poll(() => complaints.join("\n")).toContain(text);
    complaints.length = 0;
  });
}

test("a complaint fails the test that caused it", async ({ page, complaints }) => {
  test.fail(true, "passes only when the fixture fails this test");
  await using host = await startHostPage(`${icon}<script>console.error("x")</script>`);
  await page.goto(host.url);
  await expect.poll(() => complaints.length).toBe(1);
});
