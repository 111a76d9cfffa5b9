import { hideCredentials } from "./setting.ts";

/**
 * Ends a process that could not start, with what is wrong and how to mend it. Errors thrown on purpose
 * have a message that says enough; a stack is shown for slips of the program only.
 */
export const stopWith = (error: unknown): never => {
  process.stderr.write(`Xin cannot start.\n${hideCredentials(describe(error))}\n`);
  process.exit(1);
};

const slips = ["TypeError", "RangeError", "ReferenceError", "SyntaxError", "PostgresError"];

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return slips.includes(error.name) ? (error.stack ?? error.message) : error.message;
};
