import type { Response } from "undici";
import { WebFailure } from "./web-failure.ts";

/**
 * Reads a body of at most `maxBytes`, decompressed, and hangs up at the first byte above. The whole of a
 * bomb is never in memory. Rejects with WebFailure `page_too_large`.
 */
export const readBody = async (response: Response, maxBytes: number): Promise<Uint8Array> => {
  const announced = Number(response.headers.get("content-length") ?? 0);
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    if (announced > maxBytes) throw tooLarge(maxBytes);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return Buffer.concat(pieces, length);
      length += value.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      pieces.push(value);
    }
  } catch (error) {
    // The connection is not worth keeping; what ended it is what the caller hears.
    await reader.cancel().catch(() => null);
    throw error;
  }
};

const tooLarge = (maxBytes: number): WebFailure =>
  new WebFailure({
    reason: "page_too_large",
    detail: `More than ${maxBytes / (1024 * 1024)} MB`,
  });
