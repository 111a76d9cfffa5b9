import { readFile } from "node:fs/promises";

/** Resident memory of a process in MB, and of all its children; null where there is no /proc. */
export type Memory = { readonly ownMb: number | null; readonly childrenMb: number | null };

/** Reads how much memory a process and its direct children hold now. Linux only. */
export const memoryOf = async (pid: number): Promise<Memory> => {
  try {
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
    const ids = children.split(" ").filter((id) => id !== "");
    const sizes = await Promise.all(ids.map((id) => residentMb(Number(id))));
    return {
      ownMb: Math.round(await residentMb(pid)),
      childrenMb: Math.round(sizes.reduce((sum, size) => sum + size, 0)),
    };
  } catch {
    // Not Linux, or a kernel without the list of children: the figure is left out.
    return { ownMb: null, childrenMb: null };
  }
};

const residentMb = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
};
