import { useEffect, useState } from "react";
import { newId } from "#app/sync/core/new-id.ts";
import { useInbox, useInboxStore } from "#app/sync/use-inbox.tsx";
import type { WireError } from "#contract/ack.ts";
import type { DeliveryChecked } from "#contract/delivery-check.ts";

/** How far a self-check has come. */
export type SelfCheck = {
  readonly phase: "none" | "running" | "done" | "refused";
  /** The nodes that are asked. */
  readonly nodes: readonly { readonly id: string; readonly name: string }[];
  readonly results: ReadonlyMap<string, DeliveryChecked>;
  readonly endedAt: string | null;
  readonly refusal: WireError | null;
  readonly run: (() => void) | null;
};

type Run = Pick<SelfCheck, "phase" | "nodes" | "refusal" | "endedAt"> & {
  readonly checkId: string;
  readonly withinMs: number;
};

/** Runs self-checks, one at a time. Results come in as the nodes answer. */
export const useSelfCheck = (): SelfCheck => {
  const store = useInboxStore();
  const checked = useInbox((state) => state.checked);
  const isOnline = useInbox(({ link }) => link === "online");
  const [run, setRun] = useState<Run>(noRun);
  const own = checked.filter(({ checkId }) => checkId === run.checkId);
  const results = new Map(own.map((result) => [result.nodeId, result]));
  const isRunning = run.phase === "running";
  const isComplete = run.nodes.length > 0 && run.nodes.every(({ id }) => results.has(id));

  useEffect(() => {
    if (!isRunning || run.nodes.length === 0) return undefined;
    const end = () =>
      setRun((now) => ({ ...now, phase: "done", endedAt: new Date().toISOString() }));
    if (isComplete) {
      end();
      return undefined;
    }
    // The server reports a node that is silent. This is for a line that broke meanwhile.
    const timer = setTimeout(end, 2 * run.withinMs + graceMs);
    return () => clearTimeout(timer);
  }, [isRunning, isComplete, run.nodes, run.withinMs]);

  const start = async (ask: NonNullable<typeof store>["ask"]) => {
    const checkId = newId();
    setRun({ ...noRun, phase: "running", checkId });
    const answer = await ask("delivery.check", { checkId });
    setRun((now) => {
      if (now.checkId !== checkId) return now;
      if (!answer.ok) return { ...now, phase: "refused", refusal: answer.error };
      return { ...now, nodes: answer.nodes, withinMs: answer.withinMs };
    });
  };

  const canRun = store !== null && isOnline && !isRunning;
  return { ...run, results, run: canRun ? () => void start(store.ask) : null };
};

/** Added to the time the server takes for itself, for the way of the last result. */
const graceMs = 1_000;

const noRun: Run = {
  phase: "none",
  nodes: [],
  refusal: null,
  endedAt: null,
  checkId: "",
  withinMs: 0,
};
