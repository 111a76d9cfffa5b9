import { Trans } from "@lingui/react/macro";
import type { DecisionAct } from "#contract/decision-acts.ts";
import { ErrorText } from "../error-text.tsx";
import { UndoIcon } from "../icons.tsx";
import { ActName } from "./act-name.tsx";
import { UndoWhy } from "./undo-why.tsx";
import { useUndo } from "./use-undo.ts";

type Props = {
  readonly decisionId: string;
  readonly acts: readonly DecisionAct[];
  readonly mayUndo: boolean;
  readonly onUndone: () => void;
};

/** What the AI did by a decision, each with Undo, or with why it cannot be taken back. */
export function Acts({ decisionId, acts, mayUndo, onUndone }: Props) {
  const { busy, problem, undo } = useUndo(onUndone);
  if (acts.length === 0) return null;
  const open = acts.filter(({ state }) => state === "can");
  return (
    <section>
      <h3>
        <Trans>Acts</Trans>
        {mayUndo && open.length > 1 ? (
          <button
            type="button"
            className="btn end"
            disabled={busy}
            onClick={() => void undo({ decisionId })}
          >
            <Trans>Undo all</Trans>
          </button>
        ) : null}
      </h3>
      <ul className="acts-list">
        {acts.map((act) => (
          <li key={act.seq} className={act.state === "undone" ? "row is-undone" : "row"}>
            <span className="grow">
              <ActName type={act.type} />
              <Detail act={act} />
            </span>
            {act.state === "can" && mayUndo ? (
              <button
                type="button"
                className="btn"
                disabled={busy}
                onClick={() =>
                  void undo({ conversationId: act.conversationId, seq: String(act.seq) })
                }
              >
                <UndoIcon size={14} />
                <Trans>Undo</Trans>
              </button>
            ) : null}
            {act.state === "undone" ? (
              <span className="i3">
                <Trans>Undone</Trans>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {problem === null ? null : (
        <p className="c-bad-t" role="alert">
          <ErrorText error={problem} />
        </p>
      )}
    </section>
  );
}

/** What taking it back means, or why that is not possible. */
function Detail({ act: { state, why, way } }: { readonly act: DecisionAct }) {
  if (state === "undone") return null;
  return (
    <span className="xs i3 acts-detail">
      {state === "cannot" && why !== null ? (
        <UndoWhy why={why} />
      ) : way === "compensation" ? (
        <Trans>The visitor will see that it was taken back.</Trans>
      ) : null}
    </span>
  );
}
