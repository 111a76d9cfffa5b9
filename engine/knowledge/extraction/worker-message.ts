import type { FailureReason } from "../source-failure.ts";
import type { Extracted, ExtractionInput } from "./extract.ts";

/** What the thread that reads a source is started with. */
export type WorkerInput = ExtractionInput;

/** What it tells. `done` and `failed` are last words. */
export type WorkerMessage =
  | { readonly type: "stage"; readonly stage: "chunking" }
  | { readonly type: "done"; readonly extracted: Extracted }
  | { readonly type: "failed"; readonly reason: FailureReason; readonly detail: string | null };
