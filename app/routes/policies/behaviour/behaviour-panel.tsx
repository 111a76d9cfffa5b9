import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { BehaviourRun } from "./behaviour-run.tsx";
import type { BehaviourSides } from "./use-behaviour.ts";

const counts = [20, 50, 100, 200] as const;

/** Asks both versions the questions of their tests and of the newest conversations, when somebody wants to know. */
export function BehaviourPanel({ before, after }: BehaviourSides) {
  const { t } = useLingui();
  const [count, setCount] = useState<number>(50);
  const [run, setRun] = useState({ number: 0, conversations: 0 });
  return (
    <section className="behaviour-panel" aria-labelledby="behaviour-heading">
      <h2 id="behaviour-heading">
        <Trans>What they would answer</Trans>
      </h2>
      <p className="i3">
        <Trans>
          The questions of the saved tests and the last question of the newest conversations are
          answered under both versions. Nothing is sent. A model of your own charges for each
          question.
        </Trans>
      </p>
      <div className="row">
        <select
          className="field"
          aria-label={t`Conversations`}
          value={count}
          onChange={({ target }) => setCount(Number(target.value))}
        >
          {counts.map((one) => (
            <option key={one} value={one}>
              {t`${one} conversations`}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="btn"
          onClick={() => setRun({ number: run.number + 1, conversations: count })}
        >
          <Trans>Ask both</Trans>
        </button>
      </div>
      {run.number === 0 ? null : (
        <BehaviourRun
          key={`${run.number}-${before.version}-${after.version}`}
          sides={{ before, after }}
          conversations={run.conversations}
        />
      )}
    </section>
  );
}
