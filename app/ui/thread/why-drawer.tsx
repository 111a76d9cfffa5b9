import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import type { Decision } from "#contract/decision.ts";
import { AiIcon, ChevronLeftIcon, ChevronRightIcon, CloseIcon } from "../icons.tsx";
import { Attempts } from "./attempts.tsx";
import { Confidence } from "./confidence.tsx";
import { DecisionReason } from "./decision-reason.tsx";
import { DecisionVerdict } from "./decision-verdict.tsx";
import { Evidence } from "./evidence.tsx";
import { Guards } from "./guards.tsx";
import { DecisionPolicy } from "./decision-policy.tsx";
import { useDecision } from "./use-decision.ts";

type Props = {
  readonly decisionId: string;
  readonly known: Decision | null;
  readonly step: (by: 1 | -1) => void;
  readonly position: { readonly at: number; readonly of: number };
  readonly onClose: () => void;
  readonly litCitation: string | null;
  readonly setLitCitation: (chunkId: string | null) => void;
};

/** Why the AI did this: verdict, evidence, policy, guards, cost. The thread stays live beside it. */
export function WhyDrawer(props: Props) {
  const { decisionId, known, step, position, onClose } = props;
  const { t } = useLingui();
  const decision = useDecision(decisionId, known);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    close.current?.focus();
    return () => document.querySelector<HTMLElement>(`[data-why="${decisionId}"]`)?.focus();
  }, [decisionId]);
  return (
    <aside className="side why-drawer" role="dialog" aria-label={t`Why Xin did this`}>
      <header className="why-head">
        <span className="av x">
          <AiIcon />
        </span>
        <h2 className="tr">
          <Trans>Why Xin did this</Trans>
        </h2>
        <span className="end row why-steps">
          <button
            type="button"
            className="ib"
            aria-label={t`Previous decision ([)`}
            disabled={position.at <= 0}
            onClick={() => step(-1)}
          >
            <ChevronLeftIcon />
          </button>
          <button
            type="button"
            className="ib"
            aria-label={t`Next decision (])`}
            disabled={position.at === -1 || position.at >= position.of - 1}
            onClick={() => step(1)}
          >
            <ChevronRightIcon />
          </button>
          <button type="button" className="ib" ref={close} aria-label={t`Close`} onClick={onClose}>
            <CloseIcon />
          </button>
        </span>
      </header>
      {decision === null ? (
        <p className="why-loading i3">
          <Trans>Loading the record of this decision</Trans>
        </p>
      ) : (
        <WhyBody {...props} decision={decision} />
      )}
    </aside>
  );
}

function WhyBody({
  decision,
  litCitation,
  setLitCitation,
}: Props & { readonly decision: Decision }) {
  const { i18n } = useLingui();
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
        </section>
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
        <Evidence decision={decision} lit={litCitation} setLit={setLitCitation} />
        <DecisionPolicy decision={decision} />
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
        <span>
          {decision.costUsd === 0 ? <Trans>no cost</Trans> : `$${decision.costUsd.toFixed(4)}`}
        </span>
        <span>{(decision.timingsMs.total / 1_000).toFixed(2)} s</span>
        <span className="mono end" title={decision.id}>
          {decision.id.slice(-6)}
        </span>
      </footer>
    </>
  );
}
