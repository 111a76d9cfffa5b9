import { Trans } from "@lingui/react/macro";
import { BehaviourRun } from "./behaviour-run.tsx";
import type { BehaviourSides } from "./use-behaviour.ts";

/** How many of the newest conversations are asked before publishing. */
const conversations = 20;

/** What visitors of late would be told otherwise, beside the tests. */
export function PublishBehaviour(sides: BehaviourSides) {
  return (
    <details className="behaviour-panel" open>
      <summary>
        <Trans>The last {conversations} conversations under this version</Trans>
      </summary>
      <BehaviourRun sides={sides} conversations={conversations} />
    </details>
  );
}
