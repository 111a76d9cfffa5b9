import type { Verdict } from "../../chaos/history/check-history.ts";
import { type Bar, isMet } from "./bar.ts";

/** All that is worth knowing of a run. */
export type LoadReport = {
  readonly scenario: string;
  readonly verdict: "passed" | "failed";
  readonly bars: readonly (Bar & { readonly isMet: boolean })[];
  readonly figures: Readonly<Record<string, number | null>>;
  /** What the clients went through. */
  readonly counts: Readonly<Record<string, number>>;
  /** Refusals of requests and of handshakes, by kind. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly referee: Pick<Verdict, "valid" | "anomalyCounts" | "activity" | "examples">;
  /** CPU seconds of each part of the installation, and of the load itself. */
  readonly cpuSeconds: Readonly<Record<string, number>>;
  readonly seed: number;
  /** What a fixed loop of arithmetic took, in ms: the speed of the machine at that time. */
  readonly calibrationMs: number | null;
};

/** Everything of a report but what follows from the bars. */
export type LoadResult = Omit<LoadReport, "verdict" | "bars"> & { readonly bars: readonly Bar[] };

/** Judges the bars. */
export const toReport = (result: LoadResult): LoadReport => {
  const bars = result.bars.map((bar) => ({ ...bar, isMet: isMet(bar) }));
  return { ...result, bars, verdict: bars.every((bar) => bar.isMet) ? "passed" : "failed" };
};

/** The report as a page of Markdown. */
export const toMarkdown = (report: LoadReport): string =>
  [
    `# Load: ${report.scenario} ${report.verdict}`,
    `Seed ${report.seed}; a calibration loop took ${report.calibrationMs ?? "?"} ms.`,
    "## Bars",
    table(
      ["bar", "measured", "limit", "met"],
      report.bars.map((bar) => [
        bar.name,
        shown(bar.measured),
        limitOf(bar),
        bar.isMet ? "yes" : "NO",
      ]),
    ),
    ...(["figures", "counts", "refusals", "cpuSeconds"] as const).flatMap((part) => [
      `## ${titles[part]}`,
      table(
        ["what", "figure"],
        Object.entries(report[part]).map(([name, value]) => [name, shown(value)]),
      ),
    ]),
    "## Referee",
    table(
      ["what", "messages"],
      Object.entries(report.referee.activity).map(([name, count]) => [name, String(count)]),
    ),
    report.referee.valid
      ? "No anomaly."
      : `Anomalies: ${JSON.stringify(report.referee.anomalyCounts)}`,
    "",
  ].join("\n\n");

const titles = {
  figures: "Figures",
  counts: "What the clients went through",
  refusals: "Refusals",
  cpuSeconds: "CPU seconds",
} as const;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const shown = (value: number | null) => (value === null ? "–" : String(value));

const limitOf = ({ atMost, atLeast }: Bar): string =>
  [atMost === undefined ? "" : `≤ ${atMost}`, atLeast === undefined ? "" : `≥ ${atLeast}`]
    .filter((part) => part !== "")
    .join(", ");
