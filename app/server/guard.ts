const safeMethods = ["GET", "HEAD", "OPTIONS"];

/**
 * Whether a request that changes something comes from another site.
 * Fetch Metadata decides, Origin stands in for old browsers, and a request with neither is refused.
 */
export const isCrossSite = (request: Request, publicOrigin: string): boolean => {
  if (safeMethods.includes(request.method)) return false;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin";
  return request.headers.get("origin") !== publicOrigin;
};

/** The console's Content-Security-Policy: no inline script without the nonce, nothing from elsewhere. */
export const contentSecurityPolicy = (nonce: string, development: boolean): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    // Attributes only: server-rendered positions of virtual rows and meters.
    "style-src-attr 'unsafe-inline'",
    // Vite's client waits for a restarted server in a blob worker.
    `worker-src ${development ? "blob:" : "'none'"}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
