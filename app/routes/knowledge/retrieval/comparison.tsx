import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Tuning } from "#engine/knowledge/tuning.ts";
import type { TriedQuestion } from "#engine/reply/try-question.ts";
import { ErrorText } from "#app/ui/error-text.tsx";
import { Candidates, type PassageActs } from "./candidates.tsx";
import type { Answer } from "./use-answer.ts";

type Side = { readonly tuning: Tuning; readonly answer: Answer<TriedQuestion> };
type Props = {
  readonly version: number;
  readonly before: Side;
  readonly after: Side;
  readonly expected: { readonly sourceId: string | null; readonly heading: string | null } | null;
  readonly acts: PassageActs | null;
};

/** One question under two tunings, side by side; one at a time on a narrow screen. */
export function Comparison({ version, before, after, expected, acts }: Props) {
  const { t } = useLingui();
  const [shown, setShown] = useState<"before" | "after">("after");
  const problem = before.answer.problem ?? after.answer.problem;
  const column = (which: "before" | "after", { answer, tuning }: Side) => (
    <section
      className={shown === which ? "ab-col" : "ab-col is-other"}
      aria-label={which === "before" ? t`Before` : t`After`}
      aria-busy={answer.isWaiting}
    >
      <header className="ab-h">
        <h2>
          {which === "before" ? (
            <>
              <Trans>Before</Trans> <span className="i3">r{version}</span>
            </>
          ) : (
            <>
              <Trans>After</Trans>{" "}
              <span className="c-acc-t">
                <Trans>your changes</Trans>
              </span>
            </>
          )}
        </h2>
        <span className="end">
          {answer.data === null ? null : <Confidence tried={answer.data} />}
        </span>
      </header>
      {answer.data === null ? null : (
        <Candidates
          tried={answer.data}
          tuning={tuning}
          before={which === "after" ? before.answer.data : null}
          expected={expected}
          acts={which === "after" ? acts : null}
        />
      )}
    </section>
  );
  return (
    <>
      <div className="ab-key row xs i3">
        <span className="key by-words">
          <Trans>words</Trans>
        </span>
        <span className="key by-meaning">
          <Trans>meaning</Trans>
        </span>
        <span className="end ab-note">
          <Trans>Bars add up to the final score</Trans>
        </span>
        <span className="end seg ab-choice" role="group" aria-label={t`Which tuning`}>
          {(["before", "after"] as const).map((which) => (
            <button
              key={which}
              type="button"
              className={shown === which ? "on" : undefined}
              aria-pressed={shown === which}
              onClick={() => setShown(which)}
            >
              {which === "before" ? <Trans>Before</Trans> : <Trans>After</Trans>}
            </button>
          ))}
        </span>
      </div>
      {problem === null ? null : (
        <p className="inl bad ab-problem" role="alert">
          <ErrorText error={problem} />
        </p>
      )}
      <div className="ab">
        {column("before", before)}
        {column("after", after)}
      </div>
    </>
  );
}

function Confidence({ tried }: { readonly tried: TriedQuestion }) {
  const { preview } = tried;
  const confidence = preview.confidence.toFixed(2);
  const { threshold } = preview;
  const line = threshold?.toFixed(2);
  switch (preview.outcome) {
    case "answers":
      return (
        <span className="c-ok-t">
          <Trans>answers, {confidence}</Trans>
        </span>
      );
    case "drafts":
      return <Trans>drafts, {confidence}</Trans>;
    case "hands-over":
      if (threshold === null) return <Trans>answers nothing, no line is proven</Trans>;
      return preview.confidence < threshold ? (
        <Trans>
          answers nothing, {confidence} under {line}
        </Trans>
      ) : (
        <Trans>answers nothing, {confidence}</Trans>
      );
    case "off":
      return confidence;
  }
}
