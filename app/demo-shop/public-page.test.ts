import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { askTexts } from "./ask-texts.ts";
import { publicPage } from "./public-page.ts";
import { shopTexts } from "./shop-texts.ts";

const origin = "http://127.0.0.1:3000";
const facts = { locale: "en", origin, nonce: "n0nce" } as const;

const answer = (path: string, init?: RequestInit) =>
  publicPage(new Request(origin + path, init), facts);
const page = async (path: string) => {
  const response = answer(path);
  const text = (await response?.text()) ?? "";
  return { response, text, document: parseHTML(text).document };
};
const pages = ["/demo", "/demo?lang=zh&theme=dark", "/ask", "/ask?lang=zh"];

describe("public pages", () => {
  test.each(pages)("%s keeps to its content security policy", async (path) => {
    const { response, text, document } = await page(path);
    expect(response?.headers.get("content-security-policy")).toContain("script-src 'nonce-n0nce'");
    for (const part of document.querySelectorAll("script, style")) {
      expect(part.getAttribute("nonce")).toBe("n0nce");
    }
    expect(document.querySelectorAll("[style]")).toHaveLength(0);
    expect([...text.matchAll(/\son\w+=/g)]).toEqual([]);
    const addresses = [...document.querySelectorAll("[src], [href]")].map(
      (part) => part.getAttribute("src") ?? part.getAttribute("href") ?? "",
    );
    for (const address of addresses)
      expect(address).toMatch(/^(\/|#|data:|http:\/\/127\.0\.0\.1:3000\/w\/)/);
  });

  test.each(pages)(
    "%s has one heading of the first rank, a language, and a name on every control",
    async (path) => {
      const { document } = await page(path);
      expect(document.querySelectorAll("h1")).toHaveLength(1);
      expect(document.documentElement.getAttribute("lang")).toBe(path.includes("zh") ? "zh" : "en");
      for (const control of document.querySelectorAll("a, button")) {
        const name = control.getAttribute("aria-label") ?? control.textContent ?? "";
        const picture = control.querySelector("[role=img]")?.getAttribute("aria-label") ?? "";
        expect(`${name}${picture}`.trim(), control.outerHTML).not.toBe("");
      }
    },
  );

  test.each(["/demo", "/ask"])("the links on %s lead somewhere", async (path) => {
    const { document } = await page(path);
    for (const link of document.querySelectorAll("a[href^='#']")) {
      expect(
        document.querySelector(link.getAttribute("href") ?? ""),
        link.outerHTML,
      ).not.toBeNull();
    }
  });

  test("each carries the widget of its own workspace", async () => {
    const keyOf = async (path: string) =>
      (await page(path)).document.querySelector("script[data-xin]")?.getAttribute("data-xin");
    expect(await keyOf("/demo")).toBe("demo_tarnmoor");
    expect(await keyOf("/ask")).toBe("demo_xin_help");
  });

  test("the shop leads to the inbox beside it, in a new tab", async () => {
    const { document } = await page("/demo");
    const link = document.querySelector("a[href='/?workspace=tarnmoor']");
    expect(link?.getAttribute("target")).toBe("_blank");
    expect(link?.getAttribute("rel")).toContain("noopener");
  });

  test("anything else is left to the console, and they are only read", () => {
    expect(answer("/")).toBeUndefined();
    expect(answer("/demo/x")).toBeUndefined();
    expect(answer("/constructor")).toBeUndefined();
    expect(answer("/demo", { method: "POST" })?.status).toBe(405);
    expect(answer("/demo/")?.status).toBe(200);
  });

  test("both languages say the same things", () => {
    for (const texts of [shopTexts, askTexts]) {
      expect(shapeOf(texts.zh)).toEqual(shapeOf(texts.en));
    }
  });
});

/** Keys and lengths, without the words. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
};
