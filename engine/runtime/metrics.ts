import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/**
 * Buckets in seconds around the objectives: acknowledgement p95 200 ms and p99 500 ms, delivery p95
 * 300 ms and p99 1 s, hand-over 5 s. An objective that is no bucket's edge cannot be read exactly.
 */
const latencySeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30];

/** Sizes of append batches: 1 means that coalescing brought nothing, 500 is the queue's limit. */
const batchSizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 500];

/** Seconds a document may take from upload to live. */
const ingestionSeconds = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300];

/**
 * Every number Xin exposes, in a registry of its own. Labels are small fixed sets; never a tenant, a
 * conversation or a user, of which there is no end.
 */
export const makeMetrics = () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  // prom-client names these gauges like counters, which `promtool check metrics` refuses.
  for (const name of ["handles", "requests", "resources"]) {
    registry.removeSingleMetric(`nodejs_active_${name}_total`);
  }
  const registers = [registry];
  return {
    registry,
    /** From receiving a message to its acknowledgement after commit. `by`: visitor, member, ai, api. */
    messageAckSeconds: new Histogram({
      name: "xin_message_ack_seconds",
      help: "Time from receiving a message to acknowledging it after commit, by kind of sender.",
      labelNames: ["by"] as const,
      buckets: latencySeconds,
      registers,
    }),
    /** From commit to the last local socket it was sent to. */
    deliverySeconds: new Histogram({
      name: "xin_delivery_seconds",
      help: "Time from commit of an event to handing it to the sockets of this node.",
      buckets: latencySeconds,
      registers,
    }),
    /** `figure`: a figure of `realtime/delivery/delivery-counts.ts`. */
    deliveries: new Counter({
      name: "xin_deliveries_total",
      help: "What was sent, acknowledged, delivered and mended, by figure of the delivery page.",
      labelNames: ["figure"] as const,
      registers,
    }),
    appendBatchRows: new Histogram({
      name: "xin_append_batch_rows",
      help: "Messages written in one transaction.",
      buckets: batchSizes,
      registers,
    }),
    appendBatchSeconds: new Histogram({
      name: "xin_append_batch_seconds",
      help: "Duration of the transaction that writes a batch of messages.",
      buckets: latencySeconds,
      registers,
    }),
    /** `side`: visitor or operator. */
    sockets: new Gauge({
      name: "xin_sockets",
      help: "Open sockets, by side.",
      labelNames: ["side"] as const,
      registers,
    }),
    /** `kind`: a kind of `realtime/contract/error-kind.ts`; `edge`: socket or http. */
    refusals: new Counter({
      name: "xin_refusals_total",
      help: "Requests refused, by kind of error and edge.",
      labelNames: ["kind", "edge"] as const,
      registers,
    }),
    /** `outcome`: sent, drafted, handed_over, superseded, failed. */
    replies: new Counter({
      name: "xin_replies_total",
      help: "Replies the AI has finished, by outcome.",
      labelNames: ["outcome"] as const,
      registers,
    }),
    /** `stage`: retrieval, model, first_token, total. */
    replySeconds: new Histogram({
      name: "xin_reply_seconds",
      help: "Duration of the stages of a reply.",
      labelNames: ["stage"] as const,
      buckets: latencySeconds,
      registers,
    }),
    /** `outcome`: live, failed. */
    ingestions: new Counter({
      name: "xin_ingestions_total",
      help: "Knowledge sources that were processed, by outcome.",
      labelNames: ["outcome"] as const,
      registers,
    }),
    ingestionSeconds: new Histogram({
      name: "xin_ingestion_seconds",
      help: "Time a knowledge source takes from the start of its job to live or failed.",
      buckets: ingestionSeconds,
      registers,
    }),
    /** `reason`: deadline, overloaded, connection, starting. */
    databaseUnavailable: new Counter({
      name: "xin_database_unavailable_total",
      help: "Database calls given up, by reason.",
      labelNames: ["reason"] as const,
      registers,
    }),
    /** `area`: api, console, widget, health; `status`: 2xx to 5xx. */
    httpRequestSeconds: new Histogram({
      name: "xin_http_request_seconds",
      help: "Duration of HTTP requests, by area and class of status.",
      labelNames: ["area", "status"] as const,
      buckets: latencySeconds,
      registers,
    }),
  };
};

/** The metrics of a process. */
export type Metrics = ReturnType<typeof makeMetrics>;
