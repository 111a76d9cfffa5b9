import { AddressRefused } from "./guarded-agent.ts";
import { WebFailure } from "./web-failure.ts";

/** What a broken fetch means for the page. `hops` are the redirects before it. */
export const fetchFailure = (error: unknown, hops: number): WebFailure => {
  if (error instanceof WebFailure) return error;
  for (const cause of causesOf(error)) {
    if (cause instanceof AddressRefused) {
      const reason = hops === 0 ? "address_private" : "redirect_private";
      return new WebFailure({ reason, detail: cause.address });
    }
    const code = "code" in cause ? String(cause.code) : cause.name;
    if (slow.has(code)) return new WebFailure({ reason: "too_slow", detail: null });
    if (insecure.test(code)) return new WebFailure({ reason: "insecure", detail: code });
    if (broken.test(code)) return new WebFailure({ reason: "unreadable", detail: code });
    if (unreachable.test(code)) return new WebFailure({ reason: "unreachable", detail: code });
  }
  return new WebFailure({ reason: "unreachable", detail: null });
};

function* causesOf(error: unknown): Generator<Error> {
  for (let cause = error; cause instanceof Error; cause = cause.cause) yield cause;
}

const slow: ReadonlySet<string> = new Set([
  "TimeoutError",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "ETIMEDOUT",
]);
const insecure = /^(?:CERT_|ERR_TLS_|ERR_SSL_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/;
const broken = /^(?:Z_|ERR__ERROR_FORMAT|ERR_BROTLI|HPE_|UND_ERR_HEADERS_OVERFLOW)/;
const unreachable = /^(?:E[A-Z]+|UND_ERR_SOCKET)$/;
