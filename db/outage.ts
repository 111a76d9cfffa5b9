import type { UnavailableReason } from "./errors.ts";

/**
 * Tells an outage from an answer: the reason when `error` means that the database is away or will
 * not serve, null when it is an answer like any other (a broken constraint, a syntax error).
 * Codes: PostgreSQL appendix A, Node's system errors, and those of postgres.js.
 */
export const outageReason = (error: unknown): UnavailableReason | null => {
  const code = codeOf(error);
  if (code === null) return null;
  const exact = byCode.get(code);
  if (exact) return exact;
  if (!isSqlState(code)) return null;
  if (code.startsWith("08")) return "connection";
  if (code.startsWith("53")) return "overloaded";
  return null;
};

const byCode = new Map<string, UnavailableReason>([
  ["57P01", "connection"], // admin_shutdown
  ["57P02", "connection"], // crash_shutdown
  ["57P03", "starting"], // cannot_connect_now
  ["57P05", "connection"], // idle_session_timeout
  ["57014", "deadline"], // query_canceled: the server's own statement_timeout
  ["25P03", "deadline"], // idle_in_transaction_session_timeout
  ["25P04", "deadline"], // transaction_timeout
  ["CONNECTION_CLOSED", "connection"],
  ["CONNECTION_DESTROYED", "connection"],
  ["CONNECTION_ENDED", "connection"],
  ["CONNECT_TIMEOUT", "connection"],
  ["ECONNREFUSED", "connection"],
  ["ECONNRESET", "connection"],
  ["EPIPE", "connection"],
  ["ENOENT", "connection"], // the embedded engine's socket while it restarts
  ["ETIMEDOUT", "connection"],
  ["EHOSTUNREACH", "connection"],
  ["ENETUNREACH", "connection"],
  ["ENOTFOUND", "connection"],
  ["EAI_AGAIN", "connection"],
]);

const codeOf = (error: unknown): string | null =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;

const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code) && /[0-9]/.test(code);
