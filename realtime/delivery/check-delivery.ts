import type { DeliveryCheckAck, DeliveryChecked, DeliveryProbe } from "#contract/delivery-check.ts";
import type { BusMessage, EventBus, NodeState } from "#engine/runtime/event-bus.ts";
import type { Cluster } from "./cluster.ts";

/** The browser that asked for a check: where the probes end and the results go. */
export type CheckingBrowser = {
  /** Resolves with whether the browser has answered within `withinMs`. */
  probe(probe: DeliveryProbe, withinMs: number): Promise<boolean>;
  report(result: DeliveryChecked): void;
};

type Answered = Extract<BusMessage, { type: "delivery.answered" }>;

/** A node that has not answered after this long does not answer, in milliseconds. */
export const checkPatienceMs = 5_000;

/**
 * Sends a probe over the bus to every node this one knows, and reports each as it answers: there and
 * back, a durable commit of its own, and on to the browser and back. Those that do not answer in time
 * are reported then. Nothing is stored. `ended` resolves when the last one was reported.
 */
export const checkDelivery = (
  { bus, cluster }: { readonly bus: EventBus; readonly cluster: Cluster },
  { tenantId, checkId }: { readonly tenantId: string; readonly checkId: string },
  browser: CheckingBrowser,
): DeliveryCheckAck & { readonly ended: Promise<void> } => {
  const expected = new Map(cluster.list().map(({ state }) => [state.id, state]));
  const nodes = [...expected.values()].map(({ id, name }) => ({ id, name }));
  const ended = run({ bus, cluster, tenantId, checkId, expected, browser });
  return { nodes, withinMs: checkPatienceMs, ended };
};

type Check = {
  readonly bus: EventBus;
  readonly cluster: Cluster;
  readonly tenantId: string;
  readonly checkId: string;
  /** Nodes that have not answered yet. */
  readonly expected: Map<string, NodeState>;
  readonly browser: CheckingBrowser;
};

const run = async (check: Check) => {
  const { bus, cluster, tenantId, checkId, expected, browser } = check;
  const startedAtMs = performance.now();
  const reports: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(finish, checkPatienceMs);
    const unsubscribe = bus.subscribe((message) => {
      if (message.type !== "delivery.answered" || message.checkId !== checkId) return;
      const busMs = Math.max(0, performance.now() - startedAtMs - message.heldMs);
      reports.push(reportAnswer(check, message, busMs));
      expected.delete(message.node.id);
      if (expected.size === 0) finish();
    });
    bus.publish({ type: "delivery.probed", tenantId, checkId });
  });
  const problem = cluster.self().link === "cut" ? "unlinked" : "silent";
  for (const { id: nodeId, name } of expected.values()) {
    const nothing = { busMs: null, databaseMs: null, socketMs: null };
    browser.report({ checkId, nodeId, name, ...nothing, problem });
  }
  await Promise.all(reports);
};

const reportAnswer = async ({ checkId, browser }: Check, answered: Answered, busMs: number) => {
  const { node, databaseMs } = answered;
  const sentAtMs = performance.now();
  const came = await browser.probe({ checkId, nodeId: node.id }, checkPatienceMs);
  const socketMs = came ? performance.now() - sentAtMs : null;
  const problem = answered.problem ?? (came ? null : "socket");
  browser.report({
    checkId,
    nodeId: node.id,
    name: node.name,
    busMs,
    databaseMs,
    socketMs,
    problem,
  });
};
