import { Trans } from "@lingui/react/macro";
import type { WireError } from "#contract/ack.ts";
import type { SharedDocState } from "#app/sync/docs/shared-doc.ts";
import { ErrorText } from "../../error-text.tsx";

type Props = {
  /** Null until the draft has come. */
  readonly state: SharedDocState | null;
  /** Why it was not sent. */
  readonly problem: WireError | null;
  /** The AI has begun the draft and not ended it. */
  readonly writing: boolean;
};

/** What stands between a draft and the visitor, in one line; what to know about it when nothing does. */
export function DraftState({ state, problem, writing }: Props) {
  if (problem !== null) {
    return (
      <span className="draft-problem" role="alert">
        {problem.kind === "conflict" ? (
          <Trans>Not sent: somebody changed the draft meanwhile. Read it and send it again.</Trans>
        ) : problem.kind === "unseen" ? (
          <Trans>Not sent: somebody wrote meanwhile. Read it, then send again.</Trans>
        ) : (
          <>
            <Trans>Not sent.</Trans> <ErrorText error={problem} />
          </>
        )}
      </span>
    );
  }
  if (state === null) return <Trans>The shared draft is opening</Trans>;
  if (state.refused?.kind === "forbidden") {
    return (
      <span className="draft-problem" role="alert">
        <Trans>
          You may no longer write here. What you wrote last is kept on this screen only.
        </Trans>
      </span>
    );
  }
  if (state.refused !== null) {
    return (
      <span className="draft-problem" role="alert">
        <Trans>The last change was not taken. Copy what you need and load the page again.</Trans>
      </span>
    );
  }
  if (!state.mayWrite) return <Trans>You may read the draft, not change it</Trans>;
  if (state.status === "offline") return <Trans>Offline. What you write is kept</Trans>;
  if (writing) {
    return state.aiSilent ? (
      <Trans>Not finished: Xin was interrupted and begins again by itself</Trans>
    ) : (
      <Trans>Xin is writing here too. You can send it when it is done or stopped</Trans>
    );
  }
  return <Trans>One shared draft: everybody edits the same text</Trans>;
}
