import { Plural, Trans } from "@lingui/react/macro";
import type { DeliveryNode } from "#contract/delivery-read.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { ErrorText } from "#app/ui/error-text.tsx";
import { TypingDots } from "#app/ui/typing-dots.tsx";
import { NodeItem } from "./node-item.tsx";
import type { DeliveryReading } from "./use-delivery.ts";
import type { SelfCheck } from "./use-self-check.ts";

type Props = { readonly reading: DeliveryReading; readonly check: SelfCheck };

/** The nodes there are, and the self-check that goes through each of them. */
export function NodeList({ reading: { last }, check }: Props) {
  const nodes = last?.nodes ?? [];
  return (
    <section className="nodes" aria-labelledby="nodes-title">
      <div className="nodes-head">
        <div className="grow">
          <h2 id="nodes-title">
            <Trans>Nodes</Trans>{" "}
            <span className="cnt">{nodes.length === 0 ? "" : nodes.length}</span>
          </h2>
          <p className="i3">
            <Trans>
              The self-check sends a probe through every node, to the database and to this browser.
              It touches no conversation.
            </Trans>
          </p>
        </div>
        <button
          type="button"
          className="btn pri lg nodes-run"
          aria-disabled={check.run === null}
          onClick={() => check.run?.()}
        >
          {check.phase === "running" ? <Trans>Checking</Trans> : <Trans>Run self-check</Trans>}
        </button>
      </div>
      <p className="nodes-said xs" role="status">
        <CheckSummary check={check} />
      </p>
      <ul>
        {withAsked(nodes, check).map(({ id, name, node }) => (
          <NodeItem
            key={id}
            name={name}
            node={node}
            isHere={id === last?.here}
            asked={askedOf(check, id)}
            result={check.results.get(id)}
          />
        ))}
      </ul>
    </section>
  );
}

/** How the check went, in one line. */
function CheckSummary({ check }: { readonly check: SelfCheck }) {
  switch (check.phase) {
    case "none":
      return null;
    case "running":
      return (
        <span className="i3 row">
          <TypingDots />
          <Trans>
            {check.results.size} of {check.nodes.length} have answered
          </Trans>
        </span>
      );
    case "refused":
      return (
        <span className="c-bad-t">
          {check.refusal === null ? null : <ErrorText error={check.refusal} />}
        </span>
      );
    case "done": {
      const well = [...check.results.values()].filter(({ problem }) => problem === null).length;
      const ill = check.nodes.length - well;
      const at = <ClockTime at={check.endedAt ?? ""} kind="seconds" />;
      return ill === 0 ? (
        <span className="c-ok-t">
          {at} ·{" "}
          <Plural
            value={well}
            one="# node works from end to end."
            other="All # nodes work from end to end."
          />
        </span>
      ) : (
        <span className="c-bad-t">
          {at} · <Plural value={ill} one="# node needs you." other="# nodes need you." />
        </span>
      );
    }
  }
}

/** The nodes that were read, and those the check has asked and that are no longer among them. */
const withAsked = (nodes: readonly DeliveryNode[], check: SelfCheck) => {
  const known = new Set(nodes.map(({ id }) => id));
  return [
    ...nodes.map((node) => ({ id: node.id, name: node.name, node })),
    ...check.nodes.filter(({ id }) => !known.has(id)).map((asked) => ({ ...asked, node: null })),
  ];
};

const askedOf = (check: SelfCheck, id: string) => {
  if (!check.nodes.some((node) => node.id === id)) return "no";
  return check.phase === "running" ? "waiting" : "over";
};
