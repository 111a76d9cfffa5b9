import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { BehaviourEstimate } from "#engine/behaviour/behaviour-diff.ts";
import { BehaviourRun } from "./behaviour-run.tsx";
import { useBehaviourEstimate } from "./use-behaviour-estimate.ts";
import type { BehaviourSides } from "./use-behaviour.ts";

/** How many of the newest conversations are asked before publishing. */
const conversations = 20;

/** What visitors of late would be told otherwise, beside the tests. Where that costs, it is asked for by a button. */
export function PublishBehaviour(sides: BehaviourSides) {
  const estimate = useBehaviourEstimate(sides, conversations);
  const [isWanted, setWanted] = useState(false);
  return (
    <details className="behaviour-panel" open>
      <summary>
        <Trans>The last {conversations} conversations under this version</Trans>
      </summary>
      {estimate === null ? (
        <p className="xs i3">
          <Trans>Reading what it costs</Trans>
        </p>
      ) : estimate.isFree || isWanted ? (
        <BehaviourRun sides={sides} conversations={conversations} />
      ) : (
        <div className="behaviour-cost">
          <p className="i2">
            <Cost estimate={estimate} />
          </p>
          <button type="button" className="btn sm" onClick={() => setWanted(true)}>
            <Trans>Ask both</Trans>
          </button>
        </div>
      )}
    </details>
  );
}

function Cost({ estimate: { questions, usd } }: { readonly estimate: BehaviourEstimate }) {
  const { i18n } = useLingui();
  if (usd === null) {
    return (
      <Trans>
        Your model charges for it, and nobody knows how much: a price or a past answer is missing.
      </Trans>
    );
  }
  const currency = { style: "currency", currency: "USD", maximumFractionDigits: 4 } as const;
  const cost = i18n.number(usd, usd < 0.1 ? currency : { ...currency, maximumFractionDigits: 2 });
  return (
    <Plural
      value={questions}
      one={`# question under both versions costs about ${cost}, by what past answers took.`}
      other={`# questions under both versions cost about ${cost}, by what past answers took.`}
    />
  );
}
