import type { PageOptions } from "./page-frame.ts";
import { renderAskPage } from "./render-ask-page.ts";
import { renderDemoShop } from "./render-demo-shop.ts";

/** What the server knows of a request to a public page. */
export type PublicPageFacts = Pick<PageOptions, "locale" | "origin" | "nonce">;

/**
 * Answers `/demo` and `/ask`, which need no session; anything else is undefined. `?lang=en|zh` and
 * `?theme=light|dark` override the browser's wishes.
 */
export const publicPage = (request: Request, facts: PublicPageFacts): Response | undefined => {
  const { pathname, searchParams } = new URL(request.url);
  const render = pages[pathname.replace(/(?<=.)\/$/, "")];
  if (render === undefined) return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response(null, { status: 405, headers: { allow: "GET, HEAD" } });
  }
  const page = render({
    ...facts,
    locale: oneOf(["en", "zh"], searchParams.get("lang")) ?? facts.locale,
    theme: oneOf(["light", "dark"], searchParams.get("theme")),
  });
  return new Response(request.method === "HEAD" ? null : page, { headers: headers(facts) });
};

const pages: Record<string, ((options: PageOptions) => string) | undefined> = {
  "/demo": renderDemoShop,
  "/ask": renderAskPage,
};

const headers = ({ origin, nonce }: PublicPageFacts) => ({
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${origin}`,
    `style-src 'nonce-${nonce}'`,
    "img-src data:",
    `connect-src ${origin} ${origin.replace(/^http/, "ws")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  vary: "accept-language",
});

const oneOf = <T extends string>(choices: readonly T[], value: string | null): T | undefined =>
  choices.find((choice) => choice === value);
