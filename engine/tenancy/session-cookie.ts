/**
 * The session cookie's name. Over https it has the prefix __Host-, which browsers accept only with
 * Secure, Path=/ and no Domain: no subdomain can plant one.
 */
export const sessionCookieName = (publicUrl: string | null): string =>
  isHttps(publicUrl) ? "__Host-xin_session" : "xin_session";

/** The session token in a Cookie header; null when there is none. */
export const sessionTokenOf = (
  cookieHeader: string | null | undefined,
  publicUrl: string | null,
): string | null => {
  const wanted = sessionCookieName(publicUrl);
  for (const pair of (cookieHeader ?? "").split(";")) {
    const split = pair.indexOf("=");
    if (pair.slice(0, split).trim() !== wanted) continue;
    const value = pair.slice(split + 1).trim();
    return /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
  }
  return null;
};

/** The Set-Cookie header that signs somebody in for `maxAgeMs`. */
export const serializeSessionCookie = (
  token: string,
  publicUrl: string | null,
  maxAgeMs: number,
): string => {
  const secure = isHttps(publicUrl) ? "; Secure" : "";
  const maxAge = Math.floor(maxAgeMs / 1000);
  return `${sessionCookieName(publicUrl)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
};

/** The Set-Cookie header that signs out. */
export const clearSessionCookie = (publicUrl: string | null): string =>
  serializeSessionCookie("", publicUrl, 0);

const isHttps = (publicUrl: string | null) => publicUrl?.startsWith("https://") === true;
