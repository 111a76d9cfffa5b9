import { type Command, UsageError } from "./command.ts";
import { runChecks } from "./doctor-checks.ts";

/** Looks at everything Xin needs and says what is wrong and how to mend it. */
export const doctorCommand: Command = {
  name: "doctor",
  usage: "doctor",
  summary: "Checks Node, settings, data folder, port, database, Redis and the language model.",
  options: {},
  run: async (context) => {
    if (context.args.length > 0) {
      throw new UsageError(`doctor takes no argument, but got "${context.args[0]}".`);
    }
    const checks = await runChecks(context);
    const lines = checks.map(({ name, ok, detail, fix }) => {
      const mark = ok ? "ok  " : "FAIL";
      return `${mark}  ${name}: ${detail}${fix === undefined ? "" : `\n      ${fix}`}`;
    });
    const healthy = checks.every((check) => check.ok);
    return {
      text: [...lines, healthy ? "Everything is fine." : "Something needs mending."].join("\n"),
      json: { healthy, checks },
      exitCode: healthy ? 0 : 1,
    };
  },
};
