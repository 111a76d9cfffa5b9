import { access, constants, mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { createClient } from "redis";
import { assertPostgresPatched } from "#db/postgres-patch.ts";
import { type Config, unknownSettings } from "../runtime/config.ts";
import type { CommandContext } from "./command.ts";
import { type Check, CheckFailed, check } from "./doctor-check.ts";
import { databaseChecks } from "./doctor-database.ts";

const patienceMs = 5000;

/** Looks at everything, in the order in which one thing needs another. Changes nothing. */
export const runChecks = async (context: CommandContext): Promise<Check[]> => {
  const settings = await check("settings", () => checkSettings(context));
  const first = [await check("node", checkNode), await check("postgres.js patch", checkPatch)];
  if (!settings.ok) return [...first, settings];
  const config = context.config();
  return [
    ...first,
    settings,
    await check("data folder", () => checkDataFolder(config)),
    await check("port", () => checkPort(config)),
    ...(await databaseChecks(config, context.log)),
    await check("redis", () => checkRedis(config)),
    await check("language model", () => checkApi(config, config.llmUrl, "built-in model")),
    await check("embeddings", () => checkApi(config, config.embeddingUrl, "built-in embedding")),
  ];
};

const checkNode = async () => `Node.js ${process.versions.node}`;

const checkPatch = async () => {
  assertPostgresPatched();
  return "in place";
};

const checkSettings = async ({ env, config }: CommandContext) => {
  config();
  const unknown = unknownSettings(env);
  if (unknown.length === 0) return "all can be read";
  throw new CheckFailed(
    `no setting is named ${unknown.join(", ")}`,
    "See `npm run xin -- config` for the names there are, or unset it.",
  );
};

const checkDataFolder = async ({ dataDir }: Config) => {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return `${dataDir} can be written`;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CheckFailed(
      `${dataDir} cannot be used (${why})`,
      "Give this user the right to write there, or set XIN_DATA_DIR to another folder.",
    );
  }
};

const checkPort = async ({ host, port }: Config) => {
  const code = await new Promise<string | null>((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
  if (code === null) return `${port} on ${host} is free`;
  const answer = await fetch(`http://${host}:${port}/livez`, {
    signal: AbortSignal.timeout(2000),
  }).catch(() => null);
  if (answer?.ok === true && (await answer.text()) === "ok\n") return `Xin answers on ${port}`;
  throw new CheckFailed(
    `${port} on ${host} cannot be used (${code})`,
    `Stop the program that uses it, or choose another one: PORT=${port + 1}.`,
  );
};

const checkRedis = async ({ redisUrl }: Config) => {
  if (redisUrl === null) return "not used: this node is alone";
  const client = createClient({
    url: redisUrl,
    disableOfflineQueue: true,
    socket: { connectTimeout: patienceMs, reconnectStrategy: false },
  });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.ping();
    return "answers";
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CheckFailed(
      `does not answer (${why})`,
      "Start Redis, or correct REDIS_URL. Without it several nodes deliver late, and lose nothing.",
    );
  } finally {
    client.destroy();
  }
};

/** Every OpenAI-compatible API lists its models; the answer also tells whether the key is right. */
const checkApi = async ({ llmKey }: Config, apiUrl: string | null, builtIn: string) => {
  if (apiUrl === null) return `not set: the ${builtIn} is used`;
  const headers: Record<string, string> =
    llmKey === null ? {} : { authorization: `Bearer ${llmKey}` };
  const response = await fetch(`${apiUrl.replace(/\/+$/, "")}/models`, {
    headers,
    signal: AbortSignal.timeout(patienceMs),
  }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new CheckFailed(
      `${apiUrl} does not answer (${why})`,
      "Check the address and the network; it must end where /chat/completions begins, such as https://api.openai.com/v1.",
    );
  });
  await response.body?.cancel();
  if (response.status === 401 || response.status === 403) {
    throw new CheckFailed(
      `${apiUrl} refuses the key`,
      "Set XIN_LLM_KEY to a key that is valid there.",
    );
  }
  return `${apiUrl} answers (${response.status})`;
};
