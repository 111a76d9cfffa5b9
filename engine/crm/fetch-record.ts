import { type Dispatcher, request } from "undici";
import { AddressRefused } from "../knowledge/web/guarded-agent.ts";
import { type CrmRecord, decodeRecord, ownerOf, type RecordKind } from "./crm-record.ts";

/** Where a record is asked for. */
export type CrmEndpoint = {
  /** Base URL without a slash at the end. */
  readonly url: string;
  /** Sent as a bearer token; null for a server that wants none. */
  readonly key: string | null;
  /** From guarded-agent.ts: what it will not connect to is never connected to. */
  readonly agent: Dispatcher;
  /** For the whole answer. */
  readonly timeoutMs: number;
};

/** What came of asking for a record. */
export type FetchedRecord =
  | { readonly record: CrmRecord }
  | { readonly failure: CrmFailure; readonly detail: string | null };

/** Why there is no record; `absent` when the system has none of this number. */
export type CrmFailure =
  | "absent"
  | "timeout"
  | "unreachable"
  | "address_private"
  | "unauthorized"
  | "refused"
  | "redirected"
  | "too_large"
  | "not_json"
  | "shape"
  | "other_record";

/** Bytes of a record, many times a long one. */
const maxBytes = 64 * 1024;

/** A number of an order or a ticket, as people write it. */
export const recordNumber = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/**
 * Asks the system for one record. Redirects are not followed, since the key is for the server it was given for.
 * What is no JSON, is too long, has another shape or is another record than the one asked for is a failure,
 * and none of it is passed on. Never rejects.
 */
export const fetchRecord = async (
  { url, key, agent, timeoutMs }: CrmEndpoint,
  kind: RecordKind,
  number: string,
): Promise<FetchedRecord> => {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await request(`${url}/${kind}s/${encodeURIComponent(number)}`, {
      dispatcher: agent,
      signal,
      headers: {
        accept: "application/json",
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
    });
    // A body that is not read to its end ends with an error that nobody waits for.
    response.body.on("error", () => {});
    const failure = refusalOf(response);
    if (failure !== null) {
      response.body.destroy();
      return failure;
    }
    const text = await readLimited(response.body);
    if (text === null) return failed("too_large");
    // A system that repeats the key would have it told to the model.
    if (key !== null && text.includes(key)) return failed("shape");
    const json = parse(text);
    if (json === undefined) return failed("not_json");
    const record = decodeRecord(kind, json);
    if (record === null) return failed("shape");
    const isAsked = ownerOf(record).number.toLowerCase() === number.toLowerCase();
    return isAsked ? { record } : failed("other_record");
  } catch (error) {
    if (signal.aborted) return failed("timeout");
    return refusedAddress(error) ? failed("address_private") : failed("unreachable", codeOf(error));
  }
};

const failed = (failure: CrmFailure, detail: string | null = null): FetchedRecord => ({
  failure,
  detail,
});

const refusalOf = ({ statusCode, headers }: Dispatcher.ResponseData): FetchedRecord | null => {
  const detail = String(statusCode);
  if (statusCode === 404 || statusCode === 410) return failed("absent");
  if (statusCode === 401 || statusCode === 403) return failed("unauthorized", detail);
  if (statusCode >= 300 && statusCode < 400) return failed("redirected", detail);
  if (statusCode !== 200) return failed("refused", detail);
  const type = String(headers["content-type"] ?? "");
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(type) ? null : failed("not_json");
};

const readLimited = async (body: Dispatcher.ResponseData["body"]): Promise<string | null> => {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop ends the connection, however much is still to come.
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > maxBytes) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const refusedAddress = (error: unknown): boolean =>
  error instanceof AddressRefused ||
  (error instanceof Error && error.cause instanceof AddressRefused);

const codeOf = (error: unknown): string | null =>
  error instanceof Error && "code" in error ? String(error.code) : null;
