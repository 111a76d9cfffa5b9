import { readFileSync } from "node:fs";

/**
 * What tells a process from a later one with the same id: the id, and on Linux its start time in
 * clock ticks since boot. Null when it does not run (a zombie no longer writes, so it counts as gone).
 */
export const processIdentity = (pid: number): string | null => {
  if (!exists(pid)) return null;
  if (process.platform !== "linux") return `${pid}`;
  try {
    // "pid (name) state ...": the name may hold blanks and brackets, so count from its last bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : `${pid} ${fields[19]}`;
  } catch {
    // It ended between the two looks.
    return exists(pid) ? `${pid}` : null;
  }
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};
