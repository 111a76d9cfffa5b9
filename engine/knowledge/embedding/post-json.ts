import { type Agent, fetch, type Response } from "undici";
import { AddressRefused } from "../web/guarded-agent.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";

/** A request to a model's server. */
export type ModelRequest = {
  readonly url: string;
  readonly key: string | null;
  readonly body: object;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Makes the connections; undici's own unless given. */
  readonly agent?: Agent;
};

/** Bytes of an answer: 32 vectors of 4,096 numbers are 3 MB. */
const maxAnswerBytes = 16 * 1024 * 1024;

/**
 * Posts JSON to a model's server and answers the JSON that comes back. Rejects with EmbeddingFailure for
 * whatever goes wrong there, and with the signal's reason when that aborts. Redirects are refused: the key
 * is for the server it was stored for.
 */
export const postJson = async (request: ModelRequest): Promise<unknown> => {
  const { url, key, body, timeoutMs, signal, agent } = request;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "error",
      headers: {
        "content-type": "application/json",
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify(body),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      ...(agent && { dispatcher: agent }),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw refusal(response);
    }
    return parse(await readLimited(response));
  } catch (error) {
    if (error instanceof EmbeddingFailure) throw error;
    signal?.throwIfAborted();
    if (timeout.aborted) {
      throw new EmbeddingFailure({ reason: "timeout", detail: `${timeoutMs / 1000} s` });
    }
    if (error instanceof Error && error.cause instanceof AddressRefused) {
      throw new EmbeddingFailure({ reason: "address_private", detail: error.cause.address });
    }
    throw new EmbeddingFailure({ reason: "unreachable", detail: causeOf(error) });
  }
};

const refusal = ({ status, headers }: Response): EmbeddingFailure => {
  if (status === 401 || status === 403) {
    return new EmbeddingFailure({ reason: "unauthorized", detail: `status ${status}` });
  }
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  const wait = Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {};
  const reason = status === 429 ? "rate_limited" : "refused";
  return new EmbeddingFailure({ reason, detail: `status ${status}`, ...wait });
};

const readLimited = async (response: Response): Promise<string> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > maxAnswerBytes) {
      throw new EmbeddingFailure({ reason: "garbage", detail: "more than 16 MB" });
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new EmbeddingFailure({ reason: "garbage", detail: "no JSON" });
  }
};

const causeOf = (error: unknown): string | null => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return cause instanceof Error ? cause.message.slice(0, 200) : null;
};
