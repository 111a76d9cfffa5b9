import type { FailureReason } from "../source-failure.ts";
import type { Extracted, ExtractionInput, ExtractionProgress } from "./extract.ts";

/** What the thread that reads sources is sent: one source. */
export type WorkerInput = ExtractionInput;

/** What it tells. `done` and `failed` are its last words on a source. */
export type WorkerMessage =
  | { readonly type: "progress"; readonly progress: ExtractionProgress }
  | { readonly type: "done"; readonly extracted: Extracted }
  | {
      readonly type: "failed";
      readonly reason: FailureReason;
      readonly detail: string | null;
      readonly at: number | null;
    };
