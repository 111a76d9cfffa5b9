import { limits } from "#engine/knowledge/limits.ts";

const mebibyte = 1024 * 1024;

/** A request whose body ends when it grows too large, and what to do then. */
export type LimitedBody = {
  readonly request: Request;
  readonly limitBytes: number;
  tooLarge(): boolean;
  /**
   * Reads the rest away, as far as that is reasonable, so that the refusal reaches a client that is
   * still sending. False when there is too much: then the connection must be closed.
   */
  discard(): Promise<boolean>;
};

const limitOf = (path: string): number => {
  if (path === "/api/v1/knowledge/archives") return limits.archiveBytes;
  const isFile = /^\/api\/v1\/knowledge\/(?:files|sources\/[^/]+\/content)$/.test(path);
  return isFile ? limits.sourceBytes : mebibyte;
};

/** How much of a refused body is read away, in multiples of the limit. */
const discardedTimes = 4;

/**
 * Counts the body while it is read, so that nothing above the limit is ever held: 20 MiB for an
 * uploaded file, 50 for an archive, 1 MiB for everything else. A declared length above the limit is refused unread.
 */
export const limitBody = (request: Request, path: string): LimitedBody => {
  const limitBytes = limitOf(path);
  const declaredBytes = Number(request.headers.get("content-length") ?? 0);
  const reader = request.body?.getReader();
  let bytes = 0;

  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await reader?.read();
      if (next?.value === undefined) return controller.close();
      bytes += next.value.byteLength;
      if (bytes > limitBytes) controller.error(new RangeError("the body is too large"));
      else controller.enqueue(next.value);
    },
  });
  const init: RequestInit & { duplex: "half" } = { body, duplex: "half" };

  return {
    request: reader === undefined ? request : new Request(request, init),
    limitBytes,
    tooLarge: () => declaredBytes > limitBytes || bytes > limitBytes,
    discard: async () => {
      if (declaredBytes > limitBytes * discardedTimes) return false;
      while (bytes <= limitBytes * discardedTimes) {
        const next = await reader?.read();
        if (next?.value === undefined) return true;
        bytes += next.value.byteLength;
      }
      return false;
    },
  };
};
