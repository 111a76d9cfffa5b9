import { describeConfig, unknownSettings } from "../runtime/config.ts";
import { type Command, UsageError } from "./command.ts";

/** Prints every setting with the value in force. Secrets stay hidden. */
export const configCommand: Command = {
  name: "config",
  usage: "config",
  summary: "Shows every setting, its value in force, and where that comes from.",
  options: {},
  run: async ({ config, env, args }) => {
    if (args.length > 0) throw new UsageError(`config takes no argument, but got "${args[0]}".`);
    const rows = describeConfig(config(), env);
    const unknown = unknownSettings(env);
    const lines = rows.map((row) => {
      const origin = row.source === "default" ? "default" : "set";
      const value = row.value === "" ? "(empty)" : row.value;
      return `${row.name} = ${value}  [${origin}]\n    ${row.description}\n    ${row.type}; default: ${row.default === "" ? "(empty)" : row.default}`;
    });
    for (const name of unknown) lines.push(`${name} is set, but no setting has this name.`);
    return { text: lines.join("\n"), json: { settings: rows, unknown } };
  },
};
