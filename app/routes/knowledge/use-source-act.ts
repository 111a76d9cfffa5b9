import { useFetcher } from "react-router";
import type { WireError } from "#contract/ack.ts";

/** What may be done with sources. */
export type SourceIntent = "retry" | "cancel" | "review" | "delete";

/** A way to act on sources, and how the last act went. */
export type SourceAct = {
  readonly isBusy: boolean;
  readonly problem: WireError | null;
  run(intent: SourceIntent, ...sourceIds: readonly string[]): void;
};

/** Acts on sources. Acts with the same key share what is told about them. */
export const useSourceAct = (key: string): SourceAct => {
  const { state, data, submit } = useFetcher<{ readonly problem: WireError | null }>({ key });
  const isBusy = state !== "idle";
  return {
    isBusy,
    problem: isBusy ? null : (data?.problem ?? null),
    run: (intent, ...sourceIds) => {
      const form = new FormData();
      form.set("intent", intent);
      for (const sourceId of sourceIds) form.append("sourceId", sourceId);
      void submit(form, { method: "post", action: "/knowledge" });
    },
  };
};
