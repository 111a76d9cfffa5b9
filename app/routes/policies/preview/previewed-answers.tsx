import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { AiIcon, ChevronLeftIcon } from "#app/ui/icons.tsx";
import { DecisionRecord } from "#app/ui/thread/decision-record.tsx";
import type { PreviewedAnswer } from "./use-preview.ts";

/** What became of each answer, newest first, and why. */
export function PreviewedAnswers({ answers }: { readonly answers: readonly PreviewedAnswer[] }) {
  const { t } = useLingui();
  const [openId, setOpenId] = useState<string | null>(null);
  const [lit, setLit] = useState<string | null>(null);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), [openId]);
  const open = answers.find(({ id }) => id === openId);
  if (open !== undefined) {
    return (
      <div className="preview-why" role="region" aria-label={t`Why Xin did this`}>
        <button type="button" className="btn ghost" ref={back} onClick={() => setOpenId(null)}>
          <ChevronLeftIcon />
          <Trans>Back to the conversation</Trans>
        </button>
        <DecisionRecord
          acts={null}
          blame={[]}
          mayUndo={false}
          onUndone={() => undefined}
          decision={open.decision}
          lit={lit}
          setLit={setLit}
        />
      </div>
    );
  }
  return (
    <ol className="preview-answers" aria-live="polite">
      {answers.toReversed().map((answer) => (
        <li key={answer.id}>
          <Answer answer={answer} onWhy={() => setOpenId(answer.id)} />
        </li>
      ))}
    </ol>
  );
}

type Props = { readonly answer: PreviewedAnswer; readonly onWhy: () => void };

function Answer({ answer: { effect, decision }, onWhy }: Props) {
  const { i18n } = useLingui();
  const { confidence, question, rules } = decision;
  return (
    <div className="preview-answer">
      <span className="row">
        <AiIcon />
        <b>
          {effect.kind === "send" ? (
            <Trans>Would be sent</Trans>
          ) : effect.kind === "draft" ? (
            <Trans>Would be a draft for the team</Trans>
          ) : (
            <Trans>Would go to a person</Trans>
          )}
        </b>
        {confidence === null ? null : (
          <span className="num i3">
            {i18n.number(confidence, { style: "percent", maximumFractionDigits: 0 })}
          </span>
        )}
        <button type="button" className="btn ghost sm end" onClick={onWhy}>
          <Trans>Why</Trans>
        </button>
      </span>
      <p className="xs i3">{question}</p>
      {effect.kind === "draft" ? <p className="words">{effect.text}</p> : null}
      {rules.map(({ line, text }) => (
        <p key={line} className="xs">
          <span className="num i3">
            <Trans>line {line}</Trans>
          </span>{" "}
          {text}
        </p>
      ))}
    </div>
  );
}
