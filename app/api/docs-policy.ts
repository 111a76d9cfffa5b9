import { createHash } from "node:crypto";

let policy: string | undefined;

/**
 * The docs page with a content security policy of its own: its two inline scripts by their hashes, and
 * nothing from elsewhere. The page is the same every time, so the hashes are computed once.
 */
export const docsPolicy = async (response: Response): Promise<Response> => {
  const html = await response.text();
  policy ??= policyFor(html);
  const headers = new Headers(response.headers);
  headers.set("content-security-policy", policy);
  return new Response(html, { status: response.status, headers });
};

const policyFor = (html: string) => {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code = ""]) => {
    return `'sha256-${createHash("sha256").update(code).digest("base64")}'`;
  });
  return [
    "default-src 'none'",
    `script-src ${scripts.join(" ")}`,
    // Scalar writes its styles into the page.
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
};
