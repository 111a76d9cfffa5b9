import { Data } from "effect";
import { addressRules } from "../knowledge/web/address-rules.ts";
import {
  type Setting,
  flag,
  list,
  llmUrl,
  oneOf,
  path,
  port,
  text,
  url,
  whole,
} from "./setting.ts";

/**
 * Every setting of Xin, declared once. The key is the name in the program, `name` the environment
 * variable. `npm run xin -- config` prints this list with the values in force.
 */
export const settings = {
  port: port("PORT", 3000, "TCP port of the one HTTP and websocket server; 0 takes a free one."),
  host: text("HOST", "127.0.0.1", "Address to listen on; 0.0.0.0 for every interface."),
  role: oneOf(
    "XIN_ROLE",
    ["all", "app", "realtime", "engine"],
    "all",
    "What this process does: everything, the console and API, the sockets, or the background work.",
  ),
  dataDir: path(
    "XIN_DATA_DIR",
    ".xin",
    "Folder of the embedded database, uploads and the key file.",
  ),
  databaseUrl: url(
    "DATABASE_URL",
    ["postgres:", "postgresql:"],
    "PostgreSQL as role xin_app; empty starts the embedded database.",
  ),
  migrateUrl: url(
    "XIN_MIGRATE_URL",
    ["postgres:", "postgresql:"],
    "The same PostgreSQL as role xin_owner, for `xin migrate` only.",
  ),
  jobsUrl: url(
    "XIN_JOBS_URL",
    ["postgres:", "postgresql:"],
    "The same PostgreSQL as role xin_jobs, for the job queue.",
  ),
  redisUrl: url(
    "REDIS_URL",
    ["redis:", "rediss:"],
    "Redis, which wakes other nodes; empty when this node is alone.",
  ),
  publicUrl: url(
    "XIN_PUBLIC_URL",
    ["http:", "https:"],
    "Address people open in the browser; empty means http://HOST:PORT.",
  ),
  trustProxy: flag(
    "XIN_TRUST_PROXY",
    "1 when a reverse proxy in front sets X-Forwarded-For and X-Forwarded-Proto.",
  ),
  pingIntervalMs: whole(
    "XIN_PING_INTERVAL_MS",
    1500,
    [500, 60_000],
    "Pause between two pulses to each socket, in milliseconds. Clients and a proxy take a connection that is silent for 3 s for dead.",
  ),
  frameWindowMs: whole(
    "XIN_FRAME_WINDOW_MS",
    15,
    [10, 25],
    "Events of one conversation within this many milliseconds share a frame.",
  ),
  llmUrl: llmUrl(
    "XIN_LLM_URL",
    "OpenAI-compatible chat API, such as https://api.openai.com/v1; empty uses the built-in extractive model.",
  ),
  llmKey: text("XIN_LLM_KEY", null, "API key of XIN_LLM_URL and XIN_EMBEDDING_URL.", "secret"),
  llmModel: text("XIN_LLM_MODEL", null, "Model name at XIN_LLM_URL."),
  embeddingUrl: llmUrl(
    "XIN_EMBEDDING_URL",
    "OpenAI-compatible embeddings API; empty uses the built-in embedding.",
  ),
  modelsDir: text(
    "XIN_MODELS_DIR",
    null,
    "Folder with embedding models in ONNX form, each in a folder of its own, that every workspace may use; @huggingface/transformers is to be installed in it.",
  ),
  crawlAllow: list(
    "XIN_CRAWL_ALLOW",
    addressRules,
    "What crawls may connect to besides the public internet at ports 80 and 443: host:port or a network, separated by commas, such as wiki.example.com:8080,10.0.0.0/8. Everybody who may add sources can read what is there.",
  ),
  modelAllow: list(
    "XIN_MODEL_ALLOW",
    addressRules,
    "Where models that workspaces set up may be, besides the public internet at ports 80 and 443: host:port or a network, separated by commas, such as 127.0.0.1:11434,10.0.0.0/8. Owners, admins and authors of workspaces can send requests there.",
  ),
  crmAllow: list(
    "XIN_CRM_ALLOW",
    addressRules,
    "Where the systems with orders and tickets that workspaces connect may be, besides the public internet at ports 80 and 443: host:port or a network, separated by commas, such as shop.example.com:8443,10.0.0.0/8. Owners of workspaces can send requests there.",
  ),
  smtpUrl: url(
    "XIN_SMTP_URL",
    ["smtps:", "smtp:"],
    "Mail server for the mails of every workspace without one of its own, such as smtps://user:password@mail.example.com. smtp:// asks for STARTTLS and sends nothing without it; smtp://relay:25?tls=none is not encrypted and takes no login. Empty: no mail goes out.",
  ),
  smtpFrom: text(
    "XIN_SMTP_FROM",
    null,
    "Address that mails through XIN_SMTP_URL come from, such as support@example.com.",
  ),
  smtpAllow: list(
    "XIN_SMTP_ALLOW",
    addressRules,
    "Where the mail servers that workspaces set up may be, besides the public internet at ports 25, 465, 587 and 2525: host:port or a network, separated by commas, such as mail.internal:25,10.0.0.0/8. Owners of workspaces can send mail through them.",
  ),
  logLevel: oneOf(
    "XIN_LOG_LEVEL",
    ["debug", "info", "warn", "error", "silent"],
    "info",
    "Least severity that is logged.",
  ),
  logFormat: oneOf(
    "XIN_LOG_FORMAT",
    ["auto", "json", "text"],
    "auto",
    "JSON lines or short lines for people; auto is text on a terminal and JSON elsewhere.",
  ),
  demo: oneOf(
    "XIN_DEMO",
    ["auto", "off"],
    "auto",
    "auto fills an empty database with the demo workspaces; off leaves it empty.",
  ),
  replyPaceMs: whole(
    "XIN_REPLY_PACE_MS",
    35,
    [0, 2000],
    "Pause between two words of the built-in model, in milliseconds.",
  ),
} as const;

/** The values in force, one for each entry of `settings`. */
export type Config = {
  readonly [Key in keyof typeof settings]: (typeof settings)[Key] extends Setting<infer Value>
    ? Value
    : never;
};

/** One or more settings cannot be used. The message has a line for each and says how to mend it. */
export class ConfigError extends Data.TaggedError("ConfigError")<{ readonly message: string }> {}

/** Reads the settings from an environment. Throws ConfigError with every problem at once. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(settings)) {
    const raw = env[setting.name]?.trim() ?? "";
    if (raw === "") {
      values[key] = setting.fallback;
      continue;
    }
    const parsed = setting.parse(raw);
    if ("problem" in parsed) problems.push(`${setting.name} ${parsed.problem}`);
    else values[key] = parsed.value;
  }
  if (problems.length > 0) throw new ConfigError({ message: problems.join("\n") });
  return values as Config;
};

/** XIN_ variables that no setting reads: most likely a slip of the pen. Those of the tests are fine. */
export const unknownSettings = (env: Readonly<Record<string, string | undefined>>): string[] => {
  const known = new Set<string>(Object.values(settings).map((setting) => setting.name));
  return Object.keys(env).filter(
    (name) => name.startsWith("XIN_") && !name.startsWith("XIN_TEST_") && !known.has(name),
  );
};

/** A row of `xin config`: the setting, and the value in force with secrets hidden. */
export type ConfigRow = {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  readonly value: string;
  readonly source: "environment" | "default";
  readonly description: string;
};

/** The settings as a table, for the command line and the docs. No secret is in it. */
export const describeConfig = (
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
): ConfigRow[] =>
  Object.entries(settings).map(([key, setting]) => ({
    name: setting.name,
    type: setting.type,
    default: shown(setting.fallback),
    value: setting.hide(shown(config[key as keyof Config])),
    source: (env[setting.name]?.trim() ?? "") === "" ? "default" : "environment",
    description: setting.description,
  }));

const shown = (value: Config[keyof Config]) => (value === null ? "" : String(value));
