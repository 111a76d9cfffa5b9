import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { SetFigures } from "./question-set.ts";

type Props = {
  readonly before: SetFigures;
  readonly after: SetFigures;
  /** Share of the saved set that is run, 0..1. */
  readonly done: number;
};

/** What the changes do to the saved questions as a whole. */
export function Figures({ before, after, done }: Props) {
  return (
    <dl className="set-figures" aria-busy={done < 1}>
      <Figure name={<Trans>Found in first 5</Trans>} {...shares(before, after, "foundInFive")} />
      <Figure name={<Trans>First is right</Trans>} {...shares(before, after, "firstIsRight")} />
      <Figure name={<Trans>Answered, 95% right</Trans>} {...shares(before, after, "answered95")} />
      <Figure
        name={<Trans>Wrong but sure</Trans>}
        {...shares(before, after, "wrongButSure")}
        lessIsBetter
      />
      <Figure
        name={<Trans>Search, p95</Trans>}
        value={after.p95Ms === null ? "–" : `${Math.round(after.p95Ms)} ms`}
        change={minus(after.p95Ms, before.p95Ms)}
        digits={0}
        tellsNothing
      />
    </dl>
  );
}

type FigureProps = {
  readonly name: ReactNode;
  readonly value: string;
  readonly change: number | null;
  readonly digits?: number;
  readonly lessIsBetter?: true;
  /** Times differ by chance: a change is neither good nor bad. */
  readonly tellsNothing?: true;
};

function Figure({ name, value, change, digits = 2, lessIsBetter, tellsNothing }: FigureProps) {
  const rounded = change === null ? 0 : Number(change.toFixed(digits));
  const isGood = lessIsBetter === true ? rounded < 0 : rounded > 0;
  const colour = rounded === 0 || tellsNothing === true ? "i3" : isGood ? "c-ok-t" : "c-bad-t";
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {change === null ? null : (
          <span className={`xs ${colour}`}>
            {rounded > 0 ? "+" : rounded < 0 ? "−" : ""}
            {Math.abs(rounded).toFixed(digits)}
          </span>
        )}
      </dd>
    </div>
  );
}

const shares = (
  before: SetFigures,
  after: SetFigures,
  name: Exclude<keyof SetFigures, "p95Ms">,
) => ({ value: after[name]?.toFixed(2) ?? "–", change: minus(after[name], before[name]) });

const minus = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a - b;
