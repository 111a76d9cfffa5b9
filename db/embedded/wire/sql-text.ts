/**
 * A statement's text made plain for searching: comments are gone, white space is one blank, letters
 * are small. What stands in string literals and dollar quotes stays, made plain the same way, because
 * a DO block or an EXECUTE carries statements there.
 */
export const plainSql = (sql: string): string => {
  let out = "";
  let at = 0;
  while (at < sql.length) {
    const char = sql[at];
    if (char === "-" && sql[at + 1] === "-") {
      at = endOfLine(sql, at);
      out += " ";
    } else if (char === "/" && sql[at + 1] === "*") {
      at = endOfComment(sql, at);
      out += " ";
    } else if (char === "'") {
      const end = endOfLiteral(sql, at, /(?:^|\W)e$/i.test(sql.slice(Math.max(0, at - 2), at)));
      out += `'${plainSql(sql.slice(at + 1, end - 1))}'`;
      at = end;
    } else if (char === '"') {
      const close = sql.indexOf('"', at + 1);
      const end = close === -1 ? sql.length : close + 1;
      out += sql.slice(at, end);
      at = end;
    } else if (char === "$") {
      const tag = /^\$(?:[a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/i.exec(
        sql.slice(at, at + 70),
      )?.[0];
      if (tag === undefined) {
        out += char;
        at++;
        continue;
      }
      const close = sql.indexOf(tag, at + tag.length);
      const end = close === -1 ? sql.length : close;
      out += `$$${plainSql(sql.slice(at + tag.length, end))}$$`;
      at = close === -1 ? end : end + tag.length;
    } else {
      out += char;
      at++;
    }
  }
  return out.replaceAll(/\s+/g, " ").toLowerCase();
};

/**
 * The statements of a plain text, each trimmed. What begins after a semicolon counts, also inside a
 * literal or a dollar quote, and what follows a keyword after which a block's statement stands.
 */
export const plainStatements = (plain: string): string[] =>
  plain
    .split(/;|\$\$|'|\b(?:begin|then|else|loop|declare)\b|>>/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

const endOfLine = (sql: string, from: number): number => {
  const end = sql.indexOf("\n", from);
  return end === -1 ? sql.length : end;
};

/** Comments nest. */
const endOfComment = (sql: string, from: number): number => {
  let depth = 0;
  for (let at = from; at < sql.length; at++) {
    if (sql.startsWith("/*", at)) {
      depth++;
      at++;
    } else if (sql.startsWith("*/", at)) {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  return sql.length;
};

/** Just behind the closing quote. A doubled quote stays inside, after E'' also an escaped one. */
const endOfLiteral = (sql: string, from: number, escapes: boolean): number => {
  for (let at = from + 1; at < sql.length; at++) {
    if (escapes && sql[at] === "\\") at++;
    else if (sql[at] === "'" && sql[at + 1] === "'") at++;
    else if (sql[at] === "'") return at + 1;
  }
  return sql.length + 1;
};
