/**
 * Answers lines of JSON, each sent when it is written. `work` must not reject. What is written after the
 * reader has gone is dropped; `request.signal` tells when that is.
 */
export const streamLines = (
  request: Pick<Request, "signal">,
  work: (write: (line: object) => void) => Promise<void>,
): Response => {
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      await work((line) => {
        if (!request.signal.aborted)
          controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      });
      if (!request.signal.aborted) controller.close();
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "application/x-ndjson",
      "cache-control": "no-store",
      // nginx would keep the lines until the end.
      "x-accel-buffering": "no",
    },
  });
};
