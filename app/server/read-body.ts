/**
 * The bytes of a request, held once: read into a place as large as its Content-Length says. Null when the
 * length is missing, above `mostBytes`, or not what came.
 */
export const readBody = async (request: Request, mostBytes: number): Promise<Uint8Array | null> => {
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!Number.isSafeInteger(length) || length > mostBytes) return null;
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  for await (const piece of request.body ?? []) {
    if (filled + piece.byteLength > length) return null;
    bytes.set(piece, filled);
    filled += piece.byteLength;
  }
  return filled === length ? bytes : null;
};
