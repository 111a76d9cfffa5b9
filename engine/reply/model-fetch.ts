import { type Dispatcher, fetch as undiciFetch, type Response as UndiciResponse } from "undici";

/** Bytes of one answer: a thousand times a long one, with all that surrounds each word. */
const maxAnswerBytes = 2 * 1024 * 1024;

/**
 * The `fetch` of model calls. Redirects are refused, since the key is for the server it was given for. An
 * answer that grows beyond 2 MB is cut: a stream without line ends would fill the memory before anything
 * else notices. `dispatcher` decides what may be connected to.
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

const limited = ({ body }: UndiciResponse): ReadableStream<Uint8Array<ArrayBuffer>> | null => {
  if (body === null) return null;
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      const piece = Uint8Array.from(value as Uint8Array);
      bytes += piece.byteLength;
      if (bytes <= maxAnswerBytes) return controller.enqueue(piece);
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
