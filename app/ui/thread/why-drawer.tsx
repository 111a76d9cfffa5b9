import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import type { Decision } from "#contract/decision.ts";
import { HelpLink } from "../help-link.tsx";
import { AiIcon, ChevronLeftIcon, ChevronRightIcon, CloseIcon } from "../icons.tsx";
import { DecisionRecord } from "./decision-record.tsx";
import { useDecision } from "./use-decision.ts";

type Props = {
  readonly decisionId: string;
  readonly known: Decision | null;
  /** Of the conversation's log. */
  readonly lastSeq: number;
  readonly step: (by: 1 | -1) => void;
  readonly position: { readonly at: number; readonly of: number };
  readonly onClose: () => void;
  readonly litCitation: string | null;
  readonly setLitCitation: (chunkId: string | null) => void;
};

/** Why the AI did this: verdict, evidence, policy, guards, cost. The thread stays live beside it. */
export function WhyDrawer(props: Props) {
  const { decisionId, known, step, position, onClose, litCitation, setLitCitation, lastSeq } =
    props;
  const { t } = useLingui();
  const record = useDecision(decisionId, known, lastSeq);
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
          <HelpLink to="why-an-answer" />
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
      {record.known === null ? (
        <p className="why-loading i3">
          <Trans>Loading the record of this decision</Trans>
        </p>
      ) : (
        <DecisionRecord
          {...record.known}
          onUndone={record.reload}
          lit={litCitation}
          setLit={setLitCitation}
        />
      )}
    </aside>
  );
}
