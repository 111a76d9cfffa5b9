import type { DecisionExport, ExportFormat } from "#engine/decisions/export-decisions.ts";

/** An export as a file to be saved. It is made while it is read, and ends when nobody reads on. */
export const exportResponse = (
  { rows, isCut, text }: DecisionExport,
  format: ExportFormat,
): Response => {
  const day = new Date().toISOString().slice(0, 10);
  const encoder = new TextEncoder();
  const chunks = text[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: async () => {
      await chunks.return?.();
    },
  });
  return new Response(body, {
    headers: {
      "content-type":
        format === "csv" ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8",
      "content-disposition": `attachment; filename="decisions-${day}.${format}"`,
      "x-xin-rows": String(rows),
      "x-xin-cut": String(isCut),
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
};
