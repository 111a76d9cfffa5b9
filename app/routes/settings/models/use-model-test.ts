import { useState } from "react";
import type { WireError } from "#contract/ack.ts";
import { readLines } from "#app/ui/read-lines.ts";
import type { ProviderTest } from "#engine/models/test-provider.ts";

/** A line of what a test answers. `fix` says what to do about a failure, in the reader's language. */
export type TestLine =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "end"; readonly test: ProviderTest; readonly fix: string | null }
  | { readonly type: "problem"; readonly problem: WireError };

/** A test of a model, as far as it has come. */
export type ModelTest = {
  readonly state: "idle" | "running" | "done";
  readonly text: string;
  readonly end: Exclude<TestLine, { readonly type: "text" }> | null;
  readonly run: () => void;
};

const unreachable: WireError = {
  kind: "unavailable",
  message: "The test did not come to its end.",
};

/** Tests a model when asked, and shows its words as they come. */
export const useModelTest = (providerId: string): ModelTest => {
  const [test, setTest] = useState<Omit<ModelTest, "run">>({ state: "idle", text: "", end: null });
  const run = async () => {
    setTest({ state: "running", text: "", end: null });
    let end: ModelTest["end"] = { type: "problem", problem: unreachable };
    try {
      for await (const line of readLines<TestLine>(ask(providerId))) {
        if (line.type !== "text") end = line;
        else setTest((before) => ({ ...before, text: before.text + line.text }));
      }
    } catch {
      // The connection broke: said by what `end` is then.
      end = { type: "problem", problem: unreachable };
    }
    setTest((before) => ({ ...before, state: "done", end }));
  };
  return { ...test, run: () => void run() };
};

const ask = (providerId: string) =>
  fetch("/settings/models/test", { method: "POST", body: new URLSearchParams({ providerId }) });
