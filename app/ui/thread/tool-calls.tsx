import { Plural, Trans } from "@lingui/react/macro";
import type { Decision, DecisionTool } from "#contract/decision.ts";
import { CheckIcon, WarningIcon } from "../icons.tsx";

/** What the model called: with what, what it was told, and what became of it. */
export function ToolCalls({ tools }: { readonly tools: Decision["tools"] }) {
  if (tools === undefined || tools.length === 0) return null;
  return (
    <section>
      <h3>
        <Trans>Tools</Trans>
        <span className="end i3 num">
          <Plural value={tools.length} one="# call" other="# calls" />
        </span>
      </h3>
      <ul className="why-guards why-tools">
        {tools.map((call, index) => (
          <li key={index} className={isFine(call) ? "st ok" : "st bad"}>
            {isFine(call) ? <CheckIcon size={12} /> : <WarningIcon size={12} />}
            <span className="mono">{call.name}</span>
            <span className="i3">
              <Outcome outcome={call.outcome} /> · {call.ms} ms
            </span>
            <span className="why-tool-words xs i3">
              <code>{call.input}</code>
              <br />
              {call.result}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const isFine = ({ outcome }: DecisionTool) =>
  ["answered", "proposed", "done", "rehearsed"].includes(outcome);

function Outcome({ outcome }: Pick<DecisionTool, "outcome">) {
  switch (outcome) {
    case "answered":
      return <Trans>Answered</Trans>;
    case "proposed":
      return <Trans>Proposed, not carried out</Trans>;
    case "done":
      return <Trans>Carried out with the reply</Trans>;
    case "refused":
      return <Trans>Refused</Trans>;
    case "invalid":
      return <Trans>Arguments do not fit</Trans>;
    case "not_granted":
      return <Trans>Not granted by the policy</Trans>;
    case "too_many":
      return <Trans>Too many calls</Trans>;
    case "failed":
      return <Trans>Failed</Trans>;
    case "rehearsed":
      return <Trans>Rehearsed, nothing looked up</Trans>;
  }
}
