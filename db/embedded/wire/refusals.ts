import { fromClient, type WireError } from "./protocol.ts";
import { plainSql, plainStatements } from "./sql-text.ts";

/**
 * What a client may not say to the embedded engine. All clients are one session of one superuser
 * backend, so session state would reach everybody and a change of user would be an escape.
 */
export const refusal = (message: Buffer): WireError | null => {
  if (message[0] === fromClient.functionCall) return unsupported("function calls of the protocol");
  const sql = sqlOf(message);
  // Most statements hold none of these words and are not looked at any closer.
  if (sql === null || !suspicious.test(sql)) return null;
  const plain = plainSql(sql);
  return (
    userChange(plain) ??
    settingChange(plain) ??
    plainStatements(plain)
      .map(statementRefusal)
      .find((found) => found !== null) ??
    null
  );
};

const suspicious =
  /copy|session|role|set_config|pg_settings|discard|deallocate|reset|advisory|u&|\bset\b/i;

const sqlOf = (message: Buffer): string | null => {
  if (message[0] === fromClient.query) return message.toString("utf8", 5, message.length - 1);
  if (message[0] !== fromClient.parse) return null;
  const start = message.indexOf(0, 5) + 1;
  return message.toString("utf8", start, message.indexOf(0, start));
};

const userChange = (plain: string): WireError | null => {
  if (/\bsession[ _]authorization\b/.test(plain)) return forbidden("the session's user");
  // Escapes would spell a forbidden name in a way no search finds.
  if (/\bu&['"]/.test(plain)) return unsupported("U&\"\" and U&'' escapes");
  if (/\bpg_settings\b/.test(plain) && /\bupdate\b/.test(plain)) return forbidden("pg_settings");
  return null;
};

/** set_config is for one transaction, and names its setting plainly. */
const settingChange = (plain: string): WireError | null => {
  for (const call of plain.matchAll(/\bset_config"? ?\(/g)) {
    const args = callArguments(plain, call.index + call[0].length);
    const name = /^'([a-z_.]+)'$/.exec(args[0] ?? "")?.[1];
    if (name === undefined) return unsupported("set_config with a computed name");
    if (name === "role") return forbidden("the session's role");
    if (args[2] !== "true") return unsupported("set_config for a session (use is_local = true)");
  }
  return null;
};

const statementRefusal = (statement: string): WireError | null => {
  if (/^(set|reset) (session |local )?"?role\b/.test(statement))
    return forbidden("the session's role");
  if (/^copy\b.* from stdin\b/.test(statement)) return unsupported("COPY FROM STDIN");
  if (/^discard\b/.test(statement)) return unsupported("DISCARD");
  if (/^deallocate( prepare)? all\b/.test(statement)) return unsupported("DEALLOCATE ALL");
  if (/^reset\b/.test(statement)) return unsupported("RESET");
  if (isSessionSetting(statement)) return unsupported("SET for a session (use SET LOCAL)");
  if (/\bpg_(try_)?advisory_(lock|unlock)/.test(statement)) {
    return unsupported("session advisory locks (use pg_advisory_xact_lock)");
  }
  return null;
};

/** `set x = ...` at the beginning of a statement; `update t set x = ...` never begins with it. */
const isSessionSetting = (statement: string): boolean =>
  /^set (?!local\b|constraints\b|transaction\b)("?[a-z_.]+"? ?(=|to\b)|session\b|time zone\b|names\b)/.test(
    statement,
  );

/** The arguments of a call, as far as the closing bracket. */
const callArguments = (plain: string, from: number): string[] => {
  const args = [""];
  let depth = 0;
  let quoted = false;
  for (const char of plain.slice(from)) {
    if (char === "'") quoted = !quoted;
    if (!quoted) {
      if (char === ")" && depth === 0) break;
      if (char === "(") depth++;
      if (char === ")") depth--;
      if (char === "," && depth === 0) {
        args.push("");
        continue;
      }
    }
    args[args.length - 1] += char;
  }
  return args.map((arg) => arg.trim());
};

const forbidden = (what: string): WireError => ({
  code: "42501",
  message: `Changing ${what} is not allowed on the embedded engine`,
});

const unsupported = (what: string): WireError => ({
  code: "0A000",
  message: `The embedded engine does not support ${what}: its clients share one session`,
});
