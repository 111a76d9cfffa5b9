import type { BlamedLine } from "#engine/policy-blame/policy-blame.ts";

/** Lines that stand together and come from the same version and the same hands. */
export type BlameGroup = {
  /** Number of its first line, from 1. */
  readonly first: number;
  readonly version: number;
  readonly typedBy: readonly string[];
  readonly lines: readonly string[];
};

/** Puts lines together as they are read: a blank line goes with the ones above it. */
export const blameGroups = (lines: readonly BlamedLine[]): readonly BlameGroup[] => {
  const groups: { first: number; version: number; typedBy: readonly string[]; lines: string[] }[] =
    [];
  for (const [index, { text, version, typedBy }] of lines.entries()) {
    const names = typedBy.map(({ name }) => name);
    const last = groups.at(-1);
    const isSame = last?.version === version && last.typedBy.join("\n") === names.join("\n");
    if (last !== undefined && (isSame || text.trim() === "")) last.lines.push(text);
    else groups.push({ first: index + 1, version, typedBy: names, lines: [text] });
  }
  return groups;
};
