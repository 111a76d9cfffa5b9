import { resolve } from "node:path";

/** One setting: its environment variable, what it takes, and what it is when nothing is said. */
export type Setting<Value> = {
  readonly name: string;
  /** For people, such as `number 0-65535` or `all | app`. */
  readonly type: string;
  readonly description: string;
  readonly fallback: Value;
  /** Reads a non-empty value, or says what is wrong and what would be right. */
  readonly parse: (raw: string) => { readonly value: Value } | { readonly problem: string };
  /** The value as it may be shown to people. */
  readonly hide: (shown: string) => string;
};

/** A whole number between two bounds, both included. */
export const whole = (
  name: string,
  fallback: number,
  [least, most]: readonly [number, number],
  description: string,
): Setting<number> => ({
  name,
  type: `number ${least}-${most}`,
  description,
  fallback,
  parse: (raw) => {
    const value = /^\d+$/.test(raw) ? Number(raw) : Number.NaN;
    if (value >= least && value <= most) return { value };
    return {
      problem: `must be a whole number from ${least} to ${most}, but is "${raw}". Set ${name}=${fallback}, or leave it out.`,
    };
  },
  hide: (shown) => shown,
});

/** A TCP port; 0 lets the system choose. */
export const port = (name: string, fallback: number, description: string): Setting<number> =>
  whole(name, fallback, [0, 65_535], description);

/** One of a few words. */
export const oneOf = <const Choice extends string>(
  name: string,
  choices: readonly Choice[],
  fallback: NoInfer<Choice>,
  description: string,
): Setting<Choice> => ({
  name,
  type: choices.join(" | "),
  description,
  fallback,
  parse: (raw) => {
    const value = choices.find((choice) => choice === raw);
    if (value !== undefined) return { value };
    return {
      problem: `must be one of ${choices.join(", ")}, but is "${raw}". Set ${name}=${fallback}, or leave it out.`,
    };
  },
  hide: (shown) => shown,
});

/** A free text. A `secret` one is never shown. */
export const text = <Fallback extends string | null>(
  name: string,
  fallback: Fallback,
  description: string,
  visibility: "public" | "secret" = "public",
): Setting<string | Fallback> => ({
  name,
  type: "text",
  description,
  fallback,
  parse: (raw) => ({ value: raw }),
  hide: (shown) => (visibility === "secret" && shown !== "" ? "(hidden)" : shown),
});

/** A folder, made absolute against the current one. */
export const path = (name: string, fallback: string, description: string): Setting<string> => ({
  name,
  type: "folder",
  description,
  fallback: resolve(fallback),
  parse: (raw) => ({ value: resolve(raw) }),
  hide: (shown) => shown,
});

/** 1 or 0. */
export const flag = (name: string, description: string): Setting<boolean> => ({
  name,
  type: "1 | 0",
  description,
  fallback: false,
  parse: (raw) => {
    if (raw === "1" || raw === "true") return { value: true };
    if (raw === "0" || raw === "false") return { value: false };
    return { problem: `must be 1 or 0, but is "${raw}". Set ${name}=1 or ${name}=0.` };
  },
  hide: (shown) => shown,
});

/** A URL with one of the protocols (with their colon). Its password is never shown. */
export const url = (
  name: string,
  protocols: readonly string[],
  description: string,
): Setting<string | null> => ({
  name,
  type: `URL ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  description,
  fallback: null,
  parse: (raw) => {
    // The value is not repeated: it may hold a password.
    const parsed = URL.parse(raw);
    if (parsed !== null && protocols.includes(parsed.protocol)) {
      return { value: raw.replace(/\/+$/, "") };
    }
    const found = parsed === null ? "is not a URL" : `starts with ${parsed.protocol}//`;
    return {
      problem: `${found}. It must start with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}, such as ${example(protocols[0])}.`,
    };
  },
  hide: hideCredentials,
});

/** A list, separated by commas. `check` throws an error whose message says what is wrong with an entry. */
export const list = (
  name: string,
  check: (entries: readonly string[]) => unknown,
  description: string,
): Setting<readonly string[]> => ({
  name,
  type: "list",
  description,
  fallback: [],
  parse: (raw) => {
    const value = raw.split(",").flatMap((entry) => entry.trim() || []);
    try {
      check(value);
      return { value };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { problem: `has an entry that cannot be used: ${problem}. Correct or remove it.` };
    }
  },
  hide: (shown) => shown,
});

/** A web address of an API, with its path. */
export const llmUrl = (name: string, description: string): Setting<string | null> =>
  url(name, ["http:", "https:"], description);

/** A text without the user name and password of the URLs in it. */
export const hideCredentials = (shown: string): string =>
  shown.replaceAll(/\/\/[^/\s@]*@/g, "//***@");

const example = (protocol: string | undefined) => {
  if (protocol === "postgres:") return "postgres://xin_app:password@127.0.0.1:5432/xin";
  if (protocol === "smtps:") return "smtps://user:password@mail.example.com";
  if (protocol === "redis:") return "redis://127.0.0.1:6379";
  return "https://support.example.com";
};
