import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import type { DecisionUndo } from "#contract/decision.ts";
import { ActName } from "./act-name.tsx";
import { UndoWhy } from "./undo-why.tsx";

/** Of an undo: which acts went back, which did not and why, and the decision they came from. */
export function UndoneActs({ undo }: { readonly undo: DecisionUndo }) {
  return (
    <section>
      <h3>
        <Trans>What was taken back</Trans>
      </h3>
      <ul className="acts-list">
        {undo.acts.map(({ seq, type, undone, why }) => (
          <li key={seq} className="row">
            <span className="grow">
              <ActName type={type} />
              {why === null ? null : (
                <span className="xs i3 acts-detail">
                  <UndoWhy why={why} />
                </span>
              )}
            </span>
            <span className={undone ? "i2" : "i3"}>
              {undone ? <Trans>Taken back</Trans> : <Trans>Left</Trans>}
            </span>
          </li>
        ))}
      </ul>
      <p className="row undo-links">
        <Link className="link" to={`/decisions/${undo.decisionId}`}>
          <Trans>The decision it was about</Trans>
        </Link>
        <Link className="link" to={`/decisions/undo/${undo.undoId}`}>
          <Trans>All of this undo</Trans>
        </Link>
      </p>
    </section>
  );
}
