import { createHash } from "node:crypto";

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** A JSON object. */
export type JsonObject = { readonly [name: string]: Json };

/**
 * A payload as it is stored. jsonb takes neither U+0000 nor half of a surrogate pair, and messages
 * must come back byte for byte, so a payload that holds one has all its strings escaped with
 * backslashes and says so with `escaped: true`. All others are stored as they are.
 */
export const encodePayload = (payload: JsonObject): JsonObject =>
  isStorable(payload) ? payload : { ...mapObject(payload, escape), escaped: true };

/** The payload that was given to `encodePayload`. */
export const decodePayload = (stored: JsonObject): JsonObject => {
  if (stored["escaped"] !== true) return stored;
  const { escaped: _, ...rest } = stored;
  return mapObject(rest, unescape);
};

/**
 * SHA-256 of a payload's canonical JSON (names in code-unit order, no spaces), before encoding.
 * It stays when the payload is erased, so that the log can still be checked.
 */
export const hashPayload = (payload: JsonObject): Buffer =>
  createHash("sha256")
    .update(JSON.stringify(mapValue(payload, (text) => text)))
    .digest();

const unstorable = /[\0\\]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const isStorable = (value: Json): boolean => {
  if (typeof value === "string") return !value.includes("\0") && value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every(isStorable);
};

const escape = (text: string): string =>
  text.replace(unstorable, (unit) =>
    unit === "\\" ? "\\\\" : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const unescape = (text: string): string =>
  text.replace(/\\(?:\\|u([0-9a-f]{4}))/g, (_, code: string | undefined) =>
    code === undefined ? "\\" : String.fromCharCode(Number.parseInt(code, 16)),
  );

/** A copy with every string changed and every object's names in order. */
const mapValue = (value: Json, change: (text: string) => string): Json => {
  if (typeof value === "string") return change(value);
  if (isArray(value)) return value.map((item) => mapValue(item, change));
  if (typeof value === "object" && value !== null) return mapObject(value, change);
  return value;
};

const mapObject = (value: JsonObject, change: (text: string) => string): JsonObject =>
  Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((name) => [name, mapValue(value[name] ?? null, change)]),
  );

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
