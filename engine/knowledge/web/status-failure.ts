import { WebFailure } from "./web-failure.ts";
import { webLimits } from "./web-limits.ts";

/** What a status other than success means for the page. `retryAfter` is the header, as it came. */
export const statusFailure = (status: number, retryAfter: string | null): WebFailure => {
  const detail = `Status ${status}`;
  if (status === 404 || status === 410) return new WebFailure({ reason: "not_found", detail });
  if (status === 429 || status === 503) {
    const waitMs = retryAfterMs(retryAfter);
    return new WebFailure({
      reason: "busy",
      detail,
      ...(waitMs === null ? {} : { retryAfterMs: waitMs }),
    });
  }
  if (status >= 500) return new WebFailure({ reason: "server_error", detail });
  return new WebFailure({ reason: "not_allowed", detail });
};

/** Whether the same request may succeed in a while. */
export const mayPass = ({ reason, retryAfterMs: waitMs }: WebFailure): boolean =>
  passing.has(reason) && (waitMs ?? 0) <= webLimits.longestRetryAfterMs;

const passing: ReadonlySet<string> = new Set(["busy", "server_error", "too_slow", "unreachable"]);

/** Seconds or a date, RFC 9110. Null when there is neither. */
const retryAfterMs = (header: string | null): number | null => {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const time = Date.parse(header);
  return Number.isNaN(time) ? null : Math.max(0, time - Date.now());
};
