import { Trans, useLingui } from "@lingui/react/macro";
import type { Decision } from "#contract/decision.ts";
import type { DecisionAct } from "#contract/decision-acts.ts";
import type { SentenceBlame } from "#contract/decision-blame.ts";
import { useCost } from "../use-cost.ts";
import { Acts } from "./acts.tsx";
import { Attempts } from "./attempts.tsx";
import { Blame } from "./blame.tsx";
import { Confidence } from "./confidence.tsx";
import { DecisionPolicy } from "./decision-policy.tsx";
import { DecisionReason } from "./decision-reason.tsx";
import { DecisionVerdict } from "./decision-verdict.tsx";
import { Evidence } from "./evidence.tsx";
import { Guards } from "./guards.tsx";
import { Reactions } from "./reactions.tsx";
import { ToolCalls } from "./tool-calls.tsx";
import { UndoneActs } from "./undone-acts.tsx";

type Props = {
  readonly decision: Decision;
  /** What the AI did by it; null while nobody knows. */
  readonly acts: readonly DecisionAct[] | null;
  /** Where each sentence of its answer comes from. */
  readonly blame: readonly SentenceBlame[];
  readonly mayUndo: boolean;
  /** Acts were taken back: the record is to be read again. */
  readonly onUndone: () => void;
  /** The passage whose words are lit in the thread or the answer. */
  readonly lit: string | null;
  readonly setLit: (chunkId: string | null) => void;
};

/** The record of a decision: verdict, what people did after, evidence, policy, guards, cost. */
export function DecisionRecord(props: Props) {
  const { decision, acts, blame, mayUndo, onUndone, lit, setLit } = props;
  const { i18n } = useLingui();
  const cost = useCost();
  const number = (value: number) => i18n.number(value);
  return (
    <>
      <div className="why-body">
        <section>
          <p className="why-verdict">
            <DecisionVerdict outcome={decision.outcome} />
          </p>
          <Confidence confidence={decision.confidence} threshold={decision.threshold} />
          {decision.reason === null ? null : (
            <p className="why-reason">
              <DecisionReason reason={decision.reason} />
            </p>
          )}
          {decision.question === null ? null : (
            <p className="why-question">
              <span className="xs i3">
                <Trans>Asked</Trans>
              </span>
              <br />
              {decision.question}
            </p>
          )}
          {decision.instruction == null ? null : (
            <p className="why-question">
              <span className="xs i3">
                <Trans>How a person wanted it</Trans>
              </span>
              <br />
              {decision.instruction}
            </p>
          )}
        </section>
        {decision.undo === null ? null : <UndoneActs undo={decision.undo} />}
        {acts === null ? null : (
          <Acts decisionId={decision.id} acts={acts} mayUndo={mayUndo} onUndone={onUndone} />
        )}
        {decision.kind === "undo" ? null : <Reactions reactions={decision.reactions} />}
        {decision.outcome === "superseded" ||
        decision.outcome === "discarded" ||
        decision.outcome === "drafted" ? (
          <section>
            <h3>
              <Trans>What it would have said</Trans>
            </h3>
            <p className="card words">{decision.answer}</p>
          </section>
        ) : null}
        <Blame key={decision.id} blame={blame} policy={decision.policy} setLit={setLit} />
        {decision.kind === "undo" ? null : (
          <Evidence decision={decision} lit={lit} setLit={setLit} />
        )}
        <DecisionPolicy decision={decision} />
        <ToolCalls tools={decision.tools} />
        <Guards decision={decision} />
        <Attempts attempts={decision.attempts} />
      </div>
      <footer className="why-foot xs i3 num">
        <span>{decision.model ?? decision.provider ?? "–"}</span>
        <span>
          <Trans>
            {number(decision.tokensIn)} tokens in, {number(decision.tokensOut)} out
          </Trans>
        </span>
        <span>{decision.costUsd === 0 ? <Trans>no cost</Trans> : cost(decision.costUsd)}</span>
        <span>{(decision.timingsMs.total / 1_000).toFixed(2)} s</span>
        <span className="mono end" title={decision.id}>
          {decision.id.slice(-6)}
        </span>
      </footer>
    </>
  );
}
