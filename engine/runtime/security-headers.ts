import type { ServerResponse } from "node:http";

/**
 * Headers every response carries, whoever answers; a handler may set its own over them. The content
 * security policy belongs to the pages, which know their nonce.
 */
export const setSecurityHeaders = (response: ServerResponse, publicUrl: string | null): void => {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "strict-origin-when-cross-origin");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-resource-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), geolocation=(), microphone=()");
  if (publicUrl?.startsWith("https://") === true) {
    response.setHeader("strict-transport-security", "max-age=31536000");
  }
};
