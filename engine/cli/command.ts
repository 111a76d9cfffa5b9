import type { ParseArgsOptionsConfig } from "node:util";
import type { Config } from "../runtime/config.ts";
import type { Logger } from "../runtime/log.ts";

/** What a command gets. */
export type CommandContext = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the settings; throws ConfigError when one is wrong. */
  readonly config: () => Config;
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly args: readonly string[];
  readonly log: Logger;
};

/** What a command answers: the same for people and for programs. */
export type CommandAnswer = {
  /** For people; may have several lines. */
  readonly text: string;
  /** For programs, printed as one line with --json. */
  readonly json: unknown;
  /** 0 unless the command found something wrong. */
  readonly exitCode?: number;
};

/** A command of `npm run xin`. */
export type Command = {
  /** One or two words, such as `tenant create`. */
  readonly name: string;
  /** How it is called, without the program's name. */
  readonly usage: string;
  readonly summary: string;
  /** Options besides --json and --help; all take a text. */
  readonly options: ParseArgsOptionsConfig;
  readonly run: (context: CommandContext) => Promise<CommandAnswer>;
};

/** The command was called wrongly. Exit code 2, as is the custom. */
export class UsageError extends Error {}

/** The text of an option that must be there. */
export const requiredOption = (
  { options }: Pick<CommandContext, "options">,
  name: string,
  example: string,
): string => {
  const value = options[name];
  if (typeof value === "string" && value.trim() !== "") return value;
  throw new UsageError(`--${name} is missing. For example: --${name} ${example}`);
};
