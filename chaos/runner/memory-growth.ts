import type { DrillRun } from "./drill-run.ts";

/** Notes how much memory each gateway holds now, as the first or the second of a pair. */
export const noteMemory = async (run: DrillRun, when: "before" | "after"): Promise<void> => {
  for (const node of run.world.fleet.nodes)
    run.note(`${node.name} ${when}`, await node.residentMb());
};

/** The most that any gateway has grown between the two notes of a pair, in MB. */
export const memoryGrowthMb = ({ world, noted }: DrillRun): number =>
  Math.max(
    ...world.fleet.nodes.flatMap(({ name }) => {
      const before = noted.get(`${name} before`) ?? [];
      const after = noted.get(`${name} after`) ?? [Number.NaN];
      return after.map((mb, index) => mb - (before[index] ?? Number.NaN));
    }),
  );
