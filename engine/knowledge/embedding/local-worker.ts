import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { LocalModelData, ThreadAnswer, ThreadRequest } from "./thread-message.ts";

/** What is used of @huggingface/transformers, which is not there when Xin is built. */
type Transformers = {
  readonly env: {
    allowRemoteModels: boolean;
    allowLocalModels: boolean;
    localModelPath: string;
    useFSCache: boolean;
  };
  pipeline(task: "feature-extraction", model: string, options: object): Promise<Extract>;
};
type Extract = (
  texts: readonly string[],
  options: { readonly pooling: "mean" | "cls"; readonly normalize: true },
) => Promise<{ readonly data: Float32Array; readonly dims: readonly number[] }>;

/*
 * The thread of a model of the installation's folder. It answers requests one by one, in order. Nothing is
 * loaded but from that folder, and it takes one core.
 */
const { entry, dir, name, dtype, pooling } = workerData as LocalModelData;
const { env, pipeline } = createRequire(import.meta.url)(entry) as Transformers;
env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = dir;
env.useFSCache = false;
const extract = await pipeline("feature-extraction", name, {
  dtype,
  device: "cpu",
  local_files_only: true,
  session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
});

parentPort?.on("message", ({ texts }: ThreadRequest) => {
  extract(texts, { pooling, normalize: true }).then(
    ({ data, dims: [count = 0, length = 0] }) => {
      const vectors = Array.from({ length: count }, (_, row) =>
        data.slice(row * length, (row + 1) * length),
      );
      tell({ type: "vectors", vectors });
    },
    (error: unknown) => tell({ type: "failed", message: String(error).slice(0, 500) }),
  );
});

const tell = (answer: ThreadAnswer): void => parentPort?.postMessage(answer);
