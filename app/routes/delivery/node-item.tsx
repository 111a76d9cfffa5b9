import { Plural, Trans } from "@lingui/react/macro";
import type { DeliveryChecked } from "#contract/delivery-check.ts";
import type { DeliveryNode } from "#contract/delivery-read.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { CheckIcon, ClockIcon, WarningIcon } from "#app/ui/icons.tsx";
import { CheckResult } from "./check-result.tsx";
import { Milliseconds } from "./milliseconds.tsx";

type Props = {
  readonly name: string;
  /** Null for a node that was asked and is gone since. */
  readonly node: DeliveryNode | null;
  /** The node this page is connected to. */
  readonly isHere: boolean;
  /** Whether the self-check has asked it, and still waits. */
  readonly asked: "no" | "waiting" | "over";
  readonly result: DeliveryChecked | undefined;
};

/** A node: what it is, how it does, and how it came through the self-check. */
export function NodeItem({ name, node, isHere, asked, result }: Props) {
  return (
    <li className="node">
      <div className="node-who">
        <h3>{name}</h3>
        <p className="xs i3">
          {node === null ? null : (
            <>
              <RoleName role={node.role} />, {node.version}
            </>
          )}
          {isHere ? (
            <>
              , <Trans>you are connected here</Trans>
            </>
          ) : null}
        </p>
      </div>
      <div className="node-state">
        {node === null ? null : <NodeState node={node} />}
        <p className="xs i3">{node === null ? null : <NodeFacts node={node} />}</p>
      </div>
      <div className="node-check">
        <CheckResult asked={asked} result={result} />
      </div>
    </li>
  );
}

function RoleName({ role }: Pick<DeliveryNode, "role">) {
  switch (role) {
    case "all":
      return <Trans>All parts</Trans>;
    case "app":
      return <Trans>Console and API</Trans>;
    case "realtime":
      return <Trans>Sockets</Trans>;
    case "engine":
      return <Trans>Background work</Trans>;
  }
}

function NodeState({ node }: { readonly node: DeliveryNode }) {
  if (node.state === "silent") {
    return (
      <span className="st bad">
        <WarningIcon size={12} />
        <Trans>Not answering</Trans>
      </span>
    );
  }
  if (node.databaseMs === null) {
    return (
      <span className="st bad">
        <WarningIcon size={12} />
        <Trans>No database</Trans>
      </span>
    );
  }
  if (node.link === "cut") {
    return (
      <span className="st warn">
        <WarningIcon size={12} />
        <Trans>Cut off from the other nodes</Trans>
      </span>
    );
  }
  if (node.state === "draining") {
    return (
      <span className="st warn">
        <ClockIcon size={12} />
        <Trans>Stopping, its browsers move on</Trans>
      </span>
    );
  }
  return (
    <span className="st ok">
      <CheckIcon size={12} />
      <Trans>Serving</Trans>
    </span>
  );
}

function NodeFacts({ node }: { readonly node: DeliveryNode }) {
  if (node.state === "silent") {
    return (
      <Trans>
        Last heard <ClockTime at={node.heardAt} kind="seconds" />. Its figures are missing above.
      </Trans>
    );
  }
  return (
    <>
      {node.visitors === null || node.operators === null ? null : (
        <>
          <Plural value={node.visitors} one="# visitor" other="# visitors" />,{" "}
          <Plural value={node.operators} one="# operator" other="# operators" />
          {" · "}
        </>
      )}
      {node.databaseMs === null ? null : (
        <Trans>
          Database <Milliseconds ms={node.databaseMs} />
        </Trans>
      )}
      {node.link === "linked" ? (
        <>
          {" · "}
          <Trans>linked to the others</Trans>
        </>
      ) : null}
      {node.link === "alone" ? (
        <>
          {" · "}
          <Trans>on its own</Trans>
        </>
      ) : null}
    </>
  );
}
