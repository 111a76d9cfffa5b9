import { Trans } from "@lingui/react/macro";
import { type OperatorItem, stateOf } from "#app/sync/operator-item.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";
import { Avatar } from "../avatar.tsx";
import { CheckIcon, ClockIcon, LockIcon, WarningIcon } from "../icons.tsx";
import { ErrorText } from "../error-text.tsx";
import { MessageText } from "./message-text.tsx";
import type { TeamMember } from "./team-member.ts";

/** A message on its way: shown at once, with how it fares and what can be done. */
export function PendingItem({
  message,
  member,
}: {
  readonly message: OperatorItem;
  readonly member: TeamMember;
}) {
  const store = useInboxStore();
  const { clientId, note, text, refused } = message;
  const state = stateOf(message);
  const words = <MessageText text={text} citations={[]} lit={null} setLit={() => undefined} />;
  return (
    <article className="ev o-me op pending" aria-busy={state === "sending"}>
      <Avatar name={member.name} memberId={member.id} />
      <div className={note ? "note" : undefined}>
        <div className="hd">
          {note ? <LockIcon size={14} /> : null}
          <span className="who">{member.name}</span>
          <span className="ticks">
            {state === "sending" ? (
              <ClockIcon size={14} />
            ) : state === "sent" ? (
              <CheckIcon size={14} />
            ) : null}
            {state === "sending" ? (
              <Trans>Sending</Trans>
            ) : state === "sent" ? (
              <Trans>Sent</Trans>
            ) : null}
          </span>
        </div>
        <div className={note ? "words" : "tx words"}>{words}</div>
        {state === "failed" && refused !== null ? (
          <div className="inl bad pending-note" role="alert">
            <WarningIcon />
            <span className="grow">
              <b>
                <Trans>Not sent.</Trans>
              </b>{" "}
              <ErrorText error={refused} />
            </span>
            <button type="button" className="btn sm" onClick={() => store?.retry(clientId)}>
              <Trans>Retry</Trans>
            </button>
            <button
              type="button"
              className="btn sm ghost"
              onClick={() => store?.takeBack(clientId)}
            >
              <Trans>Delete</Trans>
            </button>
          </div>
        ) : null}
      </div>
    </article>
  );
}
