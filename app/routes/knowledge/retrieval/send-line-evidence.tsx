import { Plural, Trans } from "@lingui/react/macro";
import { Fragment } from "react";
import type { LineState, LineStep } from "#engine/knowledge/tuning/read-line-state.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { SendLineCurve } from "./send-line-curve.tsx";

type Props = {
  readonly state: LineState;
  /** Sets the line by hand on trial; null while it is, or while there is none to set it to. */
  readonly onPin: ((line: number) => void) | null;
};

/** Where the send line stands in production and why, what the team's judgement proves, and what is missing. */
export function SendLineEvidence({ state, onPin }: Props) {
  const { line, lastMove, steps, verdicts, curve } = state;
  const { approved, edited, rejected } = verdicts;
  const corrected = verdicts.retracted + verdicts.taken_over;
  const checked = verdicts.confirmed + verdicts.wrong;
  return (
    <section aria-labelledby="line-h">
      <h2 id="line-h" className="side-h">
        <Trans>Send line, learnt from your team</Trans>
      </h2>
      <p className="sm line-state">
        {lastMove === null ? <Standing state={state} /> : <Moved move={lastMove} />}
      </p>
      <SendLineCurve curve={curve} line={line} />
      <table className="line-steps num">
        <thead>
          <tr>
            <th scope="col">
              <Trans>Line</Trans>
            </th>
            <th scope="col">
              <Trans>Right</Trans>
            </th>
            <th scope="col">
              <Trans>At least</Trans>
            </th>
            <th scope="col">
              <Trans>95% right</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step.line} className={step.line === line ? "on" : undefined}>
              <th scope="row">{step.line.toFixed(2)}</th>
              <td>
                {step.judged - step.wrong}/{step.judged}
              </td>
              <td>{percent(step.atLeast)}%</td>
              <td>
                <Standard step={step} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="xs i3">
        <Plural value={approved} one="# approval" other="# approvals" />,{" "}
        <Plural value={edited} one="# edit" other="# edits" />,{" "}
        <Plural value={rejected} one="# rejection" other="# rejections" />
        {corrected === 0 ? null : (
          <Fragment>
            , <Plural value={corrected} one="# sent and corrected" other="# sent and corrected" />
          </Fragment>
        )}
        {checked === 0 ? null : (
          <Fragment>
            , <Plural value={checked} one="# sent and checked" other="# sent and checked" />
          </Fragment>
        )}
        .{" "}
        <Trans>
          “At least” is what so many answers prove, with 95% certainty. What is older than a year
          does not count.
        </Trans>
      </p>
      {onPin === null || line === null ? null : (
        <button type="button" className="btn sm line-use" onClick={() => onPin(line)}>
          <Trans>Pin at {line.toFixed(2)}</Trans>
        </button>
      )}
    </section>
  );
}

/** A line that evidence has not moved yet. */
function Standing({ state: { setting, line } }: { readonly state: LineState }) {
  if (setting === "proven") {
    return (
      <Trans>
        Nothing is sent yet: the AI writes drafts until your team’s judgement proves a line.
      </Trans>
    );
  }
  const at = (line ?? 0).toFixed(2);
  return setting === "learn" ? (
    <Trans>
      The line stands at {at}, where every workspace begins. It moves by itself once your team’s
      judgement is evidence enough.
    </Trans>
  ) : (
    <Trans>The line is set by hand to {at}. It does not move by itself.</Trans>
  );
}

/** What moved it last, in numbers. */
function Moved({ move }: { readonly move: NonNullable<LineState["lastMove"]> }) {
  const { from, to, judged, wrong, movedAt } = move;
  const at = move.at.toFixed(2);
  const right = judged - wrong;
  const atLeast = percent(move.atLeast);
  const [was, is] = [from?.toFixed(2), to?.toFixed(2)];
  if (move.reason === "proven") {
    return was === undefined ? (
      <Trans>
        Since <ClockTime at={movedAt} /> the line stands at {is}: {right} of {judged} judged answers
        at or above it were right, so at least {atLeast}% are.
      </Trans>
    ) : (
      <Trans>
        The line fell from {was} to {is} by itself, <ClockTime at={movedAt} />: {right} of {judged}{" "}
        judged answers at or above {is} were right, so at least {atLeast}% are.
      </Trans>
    );
  }
  if (move.reason === "outdated") {
    return is === undefined ? (
      <Trans>
        Nothing is sent any more, since <ClockTime at={movedAt} />: only {judged} answers at or
        above {at} were judged within a year, too few to prove the line.
      </Trans>
    ) : (
      <Trans>
        The line went back from {was} to {is}, <ClockTime at={movedAt} />: only {judged} answers at
        or above {at} were judged within a year, too few to prove it.
      </Trans>
    );
  }
  return is === undefined ? (
    <Trans>
      Nothing is sent any more, since <ClockTime at={movedAt} />: {wrong} of the newest {judged}{" "}
      answers at or above {at} were wrong, and no higher line holds.
    </Trans>
  ) : (
    <Trans>
      The line rose from {was} to {is} by itself, <ClockTime at={movedAt} />: {wrong} of the newest{" "}
      {judged} answers at or above {at} were wrong.
    </Trans>
  );
}

/** Whether a line is good enough, or what is missing. */
function Standard({ step: { missing, refuted } }: { readonly step: LineStep }) {
  if (refuted) {
    return (
      <span className="c-bad-t">
        <Trans>no</Trans>
      </span>
    );
  }
  if (missing === 0) {
    return (
      <span className="c-ok-t">
        <Trans>proven</Trans>
      </span>
    );
  }
  return <Plural value={missing} one="# more right" other="# more right" />;
}

/** Down: it promises no more than there is. */
const percent = (share: number): number => Math.floor(share * 100);
