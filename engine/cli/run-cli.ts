import { parseArgs } from "node:util";
import { type Command, type CommandAnswer, UsageError } from "./command.ts";
import { ConfigError, readConfig } from "../runtime/config.ts";
import { makeLogger } from "../runtime/log.ts";
import { hideCredentials } from "../runtime/setting.ts";
import { configCommand } from "./config-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { embeddingCommand } from "./embedding-command.ts";
import { ingestCommand } from "./ingest-command.ts";
import { memberAddCommand } from "./member-add-command.ts";
import { migrateCommand } from "./migrate-command.ts";
import { modelsCommand } from "./models-command.ts";
import { policyCommand } from "./policy-command.ts";
import { replayCommand } from "./replay-command.ts";
import { siteAddCommand } from "./site-add-command.ts";
import { tenantCreateCommand } from "./tenant-create-command.ts";
import { tokenCreateCommand } from "./token-create-command.ts";
import { undoCommand } from "./undo-command.ts";

/** The outside of the command line, replaced in tests. */
export type CliWorld = {
  readonly env: Readonly<Record<string, string | undefined>>;
  write(text: string): void;
  writeError(text: string): void;
};

const commands: readonly Command[] = [
  migrateCommand,
  tenantCreateCommand,
  memberAddCommand,
  tokenCreateCommand,
  ingestCommand,
  siteAddCommand,
  embeddingCommand,
  modelsCommand,
  policyCommand,
  replayCommand,
  undoCommand,
  doctorCommand,
  configCommand,
];

/**
 * Runs one command and answers the exit code: 0 for success, 1 when it failed or found something wrong,
 * 2 when it was called wrongly. With --json standard output has exactly one line of JSON.
 */
export const runCli = async (argv: readonly string[], world: CliWorld): Promise<number> => {
  const asJson = argv.includes("--json");
  try {
    if (argv.length === 0 || isHelp(argv[0])) return print(world, asJson, help());
    const { command, rest } = findCommand(argv);
    if (rest.some(isHelp)) return print(world, asJson, helpOf(command));
    const { values, positionals } = parse(command, rest);
    const answer = await command.run({
      env: world.env,
      config: () => readConfig(world.env),
      options: values,
      args: positionals,
      log: makeLogger({ logLevel: "warn", logFormat: "text" }, { write: world.writeError }),
    });
    return print(world, asJson, answer);
  } catch (error) {
    return printFailure(world, asJson, error);
  }
};

const isHelp = (word: string | undefined) => word === "--help" || word === "-h" || word === "help";

/** The longest name that fits wins: `tenant create` before a command named `tenant`. */
const findCommand = (argv: readonly string[]) => {
  const words = argv.filter((word) => !word.startsWith("-"));
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(" ");
    const command = commands.find((candidate) => candidate.name === name);
    if (command === undefined) continue;
    const named = new Set(words.slice(0, length));
    return { command, rest: argv.filter((word) => !named.delete(word)) };
  }
  const known = commands.map((command) => command.name).join(", ");
  throw new UsageError(
    `There is no command "${words.slice(0, 2).join(" ")}". There are: ${known}.`,
  );
};

const parse = (command: Command, rest: readonly string[]) => {
  try {
    return parseArgs({
      args: [...rest],
      options: { ...command.options, json: { type: "boolean" } },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message.split(". To specify")[0] : String(error);
    throw new UsageError(`${why}. Usage: npm run xin -- ${command.usage}`);
  }
};

const print = (world: CliWorld, asJson: boolean, answer: CommandAnswer): number => {
  world.write(asJson ? `${JSON.stringify(answer.json)}\n` : `${answer.text.trimEnd()}\n`);
  return answer.exitCode ?? 0;
};

const printFailure = (world: CliWorld, asJson: boolean, error: unknown): number => {
  const text = error instanceof Error ? error.message : String(error);
  const message = hideCredentials(text);
  if (asJson) world.write(`${JSON.stringify({ error: { message } })}\n`);
  else world.writeError(`${message}\n`);
  return error instanceof UsageError || error instanceof ConfigError ? 2 : 1;
};

const help = (): CommandAnswer => {
  const width = Math.max(...commands.map((command) => command.usage.length));
  const lines = commands.map((command) => `  ${command.usage.padEnd(width)}  ${command.summary}`);
  return {
    text: ["Usage: npm run xin -- <command> [--json]", "", ...lines].join("\n"),
    json: commands.map(({ name, usage, summary }) => ({ name, usage, summary })),
  };
};

const helpOf = ({ name, usage, summary }: Command): CommandAnswer => ({
  text: `Usage: npm run xin -- ${usage} [--json]\n\n${summary}`,
  json: { name, usage, summary },
});
