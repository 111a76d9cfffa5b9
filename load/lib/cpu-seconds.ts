import { readFile, readdir } from "node:fs/promises";

/**
 * CPU time, in seconds, of this process (`load`) and of each of its children with all of theirs, by
 * their names; `nameOf` may know a better one. Empty where there is no /proc.
 */
export const cpuSecondsByName = async (
  nameOf: (pid: number) => string | undefined,
): Promise<Record<string, number>> => {
  const { user, system } = process.cpuUsage();
  const seconds: Record<string, number> = { load: (user + system) / 1e6 };
  for (const pid of await childrenOf(process.pid)) {
    const { name, total } = await readTree(pid);
    const known = nameOf(pid) ?? name;
    seconds[known] = (seconds[known] ?? 0) + total;
  }
  return seconds;
};

const readTree = async (pid: number): Promise<{ name: string; total: number }> => {
  // Empty when it has gone meanwhile.
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const [, name = "", rest = ""] = /\((.*)\) (.*)/s.exec(stat) ?? [];
  // Behind the name: utime and stime are the 12th and 13th field.
  const fields = rest.split(" ");
  const own = (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
  const below = await Promise.all((await childrenOf(pid)).map(readTree));
  return { name, total: below.reduce((sum, { total }) => sum + total, own) };
};

/** Each thread has a list of the children it has started. */
const childrenOf = async (pid: number): Promise<number[]> => {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) =>
      readFile(`/proc/${pid}/task/${thread}/children`, "utf8").catch(() => ""),
    ),
  );
  return lists.flatMap((list) => list.split(" ").filter(Boolean).map(Number));
};

const ticksPerSecond = 100;
