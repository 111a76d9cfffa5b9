/** What a program can be told to do, by name. */
export type Commands = Readonly<Record<string, (input: never) => unknown>>;

/** A command of the bench, as `startBenchServer` sends it. */
type Command = { readonly id: number; readonly name: string; readonly input: never };

/**
 * Obeys the bench that started this process: runs its commands and answers each. Every program can tell
 * the CPU time it has used and the memory it holds. When the bench goes, so does the process, after `end`.
 */
export const obey = (commands: Commands, end: () => unknown): void => {
  const all: Commands = { cpuMs, residentKb, ...commands };
  process.on("message", ({ id, name, input }: Command) => {
    run(all[name], input).then(
      (result) => process.send?.({ id, result }),
      (error: unknown) => process.send?.({ id, error: String(error) }),
    );
  });
  process.once("disconnect", () => {
    void Promise.resolve(end()).finally(() => process.exit());
  });
};

const run = async (command: Commands[string] | undefined, input: never): Promise<unknown> => {
  if (command === undefined) throw new Error("There is no such command");
  return command(input);
};

/** CPU time of this process since it began, of all its threads, in milliseconds. */
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** What stays resident once garbage is collected, in kB. */
const residentKb = async (): Promise<number> => {
  for (let turn = 0; turn < 3; turn += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => void setTimeout(resolve, 200));
  }
  return process.memoryUsage.rss() / 1_024;
};
