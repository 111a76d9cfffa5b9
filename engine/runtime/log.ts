import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "./config.ts";
import { hideCredentials } from "./setting.ts";

export type { Logger } from "pino";

/**
 * The logger of the process. Every line is structured; `log.child({tenantId, conversationId, traceId})`
 * adds the context. Lines never carry a message body or a secret: known names are censored, an error
 * keeps only what says where it came from.
 *
 * The command line logs to standard error, so that `--json` prints nothing but its answer.
 */
export const makeLogger = (
  config: Pick<Config, "logLevel" | "logFormat">,
  output: LogOutput = process.stdout,
): Logger =>
  pino(
    {
      level: config.logLevel,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: censored, censor: "[hidden]" },
      serializers: { err: describeError, error: describeError },
    },
    isText(config.logFormat, output) ? textStream(output) : jsonStream(output),
  );

/** Where lines go: standard output, standard error, or a collector in a test. */
export type LogOutput = { write(line: string): unknown; readonly isTTY?: boolean };

/**
 * An error as it may be logged. Postgres puts the row that failed into `detail`, and so somebody's
 * words: only names of code, table and constraint are kept. URLs lose their passwords.
 */
export const describeError = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { message: hideCredentials(String(error)) };
  const fields: Record<string, unknown> = {
    type: error.name,
    message: hideCredentials(error.message),
    stack: hideCredentials(error.stack ?? ""),
  };
  for (const name of keptErrorFields) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === "string" || typeof value === "number") fields[name] = value;
  }
  if (error.cause !== undefined) fields["cause"] = describeError(error.cause);
  return fields;
};

const keptErrorFields = ["code", "reason", "kind", "table_name", "constraint_name", "severity"];

/** Names whose values are secrets or somebody's words, at the top of a line and one level down. */
const secretNames = [
  "password",
  "token",
  "secret",
  "key",
  "authorization",
  "cookie",
  "llmKey",
  "text",
  "parts",
  "body",
  "question",
  "answer",
];
const censored = secretNames.flatMap((name) => [name, `*.${name}`]);

const isText = (format: Config["logFormat"], output: LogOutput) =>
  format === "text" || (format === "auto" && output.isTTY === true);

const jsonStream = (output: LogOutput): DestinationStream => ({
  write: (line) => void output.write(line),
});

type LogLine = {
  readonly level: string;
  readonly time: string;
  readonly msg?: string;
  readonly err?: { readonly stack?: string };
} & Readonly<Record<string, unknown>>;

/** `14:03:07 info  message  name=value …`: short lines for a person at a terminal. */
const textStream = (output: LogOutput): DestinationStream => ({
  write: (line) => {
    const { level, time, msg = "", err, ...rest } = JSON.parse(line) as LogLine;
    const words = [time.slice(11, 19), level.padEnd(5), msg];
    for (const [name, value] of Object.entries(rest)) {
      if (name === "pid") continue;
      words.push(`${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
    }
    output.write(`${words.join(" ")}${err?.stack === undefined ? "" : `\n${err.stack}`}\n`);
  },
});
