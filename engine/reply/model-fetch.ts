import { type Dispatcher, fetch as undiciFetch, type Response as UndiciResponse } from "undici";

/** Bytes of one answer: a thousand times a long one, with all that surrounds each word. */
const maxAnswerBytes = 2 * 1024 * 1024;

/** Bytes of one line: many times the longest answer that the guards let through, should it come in one piece. */
const maxLineBytes = 128 * 1024;

/**
 * The `fetch` of model calls. Redirects are refused, since the key is for the server it was given for. An
 * answer that grows beyond 2 MB is cut, and so is one whose line does not end within 128 KB: it would fill the
 * memory before anything else notices, and be looked through again with every piece. `dispatcher` decides what may
 * be connected to.
 */
export const modelFetch =
  (dispatcher?: Dispatcher): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await undiciFetch(input instanceof Request ? input.url : input, {
      method: init?.method ?? "GET",
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: typeof init?.body === "string" ? init.body : null,
      signal: init?.signal ?? null,
      redirect: "error",
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
    return new Response(limited(response), {
      status: response.status,
      statusText: response.statusText,
      headers: [...response.headers],
    });
  };

const newline = 0x0a;

const limited = ({ body }: UndiciResponse): ReadableStream<Uint8Array<ArrayBuffer>> | null => {
  if (body === null) return null;
  const reader = body.getReader();
  let bytes = 0;
  let ofLine = 0;
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      const piece = Uint8Array.from(value as Uint8Array);
      bytes += piece.byteLength;
      const lineEnd = piece.lastIndexOf(newline);
      ofLine = lineEnd < 0 ? ofLine + piece.byteLength : piece.byteLength - lineEnd - 1;
      if (bytes <= maxAnswerBytes && ofLine <= maxLineBytes) return controller.enqueue(piece);
      controller.error(new AnswerTooLarge());
      await reader.cancel();
    },
    cancel: (reason) => reader.cancel(reason),
  });
};

/** The answer has more bytes than any answer may have. */
export class AnswerTooLarge extends Error {
  override readonly name = "AnswerTooLarge";
}
