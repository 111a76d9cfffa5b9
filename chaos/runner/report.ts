import type { Bar } from "./bar.ts";
import type { Journal } from "./journal.ts";

/** A run of drills for people, in Markdown: one table of all, then each drill with its bars. */
export const reportOf = (journals: readonly Journal[]): string => {
  const [first] = journals;
  const rows = journals.map(
    ({ id, title, status, seed, durationMs, checker, bars }) =>
      `| ${id} | ${title} | ${status} | ${seed} | ${Math.round(durationMs / 1000)} s | ${checker?.activity.acknowledged ?? "-"} | ${bars.filter(({ met }) => !met).length} of ${bars.length} |`,
  );
  return [
    "# Drills",
    "",
    `Commit ${first?.git}, ${first?.env.build}, Node ${first?.env.node}, ${first?.env.cores} cores, ${first?.startedAt}.`,
    "",
    "| drill | what happens | result | seed | time | messages | bars missed |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
    ...journals.flatMap(sectionOf),
  ].join("\n");
};

/** One line for a terminal. */
export const lineOf = ({ id, title, status, seed, durationMs, bars }: Journal): string => {
  const missed = bars.filter(({ met }) => !met).map(sentenceOf);
  const why = missed.length === 0 ? "" : `: ${missed.join("; ")}`;
  return `${id.padEnd(4)} ${status.padEnd(9)} ${Math.round(durationMs / 1000)} s, seed ${seed}, ${title}${why}`;
};

const sectionOf = ({ id, title, failure, faults, checker, bars }: Journal): string[] => [
  `## ${id}: ${title}`,
  "",
  ...(failure === null ? [] : ["```", failure, "```", ""]),
  ...(faults.length === 0
    ? []
    : [
        `Faults: ${faults.map(({ name, atMs }) => `${name} at ${(atMs / 1000).toFixed(1)} s`).join(", ")}.`,
        "",
      ]),
  "| figure | value | bar | met |",
  "| --- | --- | --- | --- |",
  ...bars.map(
    ({ name, value, unit, rule, limit, met }) =>
      `| ${name} | ${value} ${unit} | ${rule} ${limit} ${unit} | ${met ? "yes" : "**no**"} |`,
  ),
  "",
  ...(checker === null || checker.valid
    ? []
    : [`Anomalies: ${JSON.stringify(checker.anomalyCounts)}.`, ""]),
];

const sentenceOf = ({ name, value, unit, rule, limit }: Bar): string =>
  `${name} ${value} ${unit}, ${rule} ${limit}`.replaceAll("  ", " ");
