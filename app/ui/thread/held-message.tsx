import { Trans } from "@lingui/react/macro";
import type { OperatorItem } from "#app/sync/operator-item.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";
import { WarningIcon } from "../icons.tsx";
import { keepDraft } from "./composer-draft.ts";

/** A reply held back because somebody wrote meanwhile: what was missed, and what to do now. */
export function HeldMessage({ message }: { readonly message: OperatorItem }) {
  const store = useInboxStore();
  const missed = message.refused?.missed ?? [];
  const edit = () => {
    store?.takeBack(message.clientId);
    keepDraft(message.conversationId, message.note ? "note" : "reply", message.text);
  };
  return (
    <div className="held" role="alert">
      <p className="row">
        <WarningIcon />
        <b>
          <Trans>Not sent yet: something arrived while you were writing</Trans>
        </b>
      </p>
      <ul>
        {missed.map(({ id, actor, body }) =>
          body.type === "message.posted" ? (
            <li key={id}>
              <b>{actor.kind === "ai" ? "Xin" : (actor.name ?? <Trans>Visitor</Trans>)}</b>{" "}
              {body.parts.map((part) => part.text).join(" ")}
            </li>
          ) : null,
        )}
      </ul>
      <p className="held-yours">{message.text}</p>
      <p className="row">
        <button type="button" className="btn sm pri" onClick={() => store?.sendAnyway(message)}>
          <Trans>Send anyway</Trans>
        </button>
        <button type="button" className="btn sm" onClick={edit}>
          <Trans>Change it</Trans>
        </button>
      </p>
    </div>
  );
}
