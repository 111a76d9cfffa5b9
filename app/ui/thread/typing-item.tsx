import { Trans } from "@lingui/react/macro";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { TypingDots } from "../typing-dots.tsx";

/** Who else types here now. Keeps its place when nobody does, so that nothing jumps. */
export function TypingItem({
  conversationId,
  memberId,
}: {
  readonly conversationId: string;
  readonly memberId: string;
}) {
  const typing = useInbox((state) => state.typing.get(conversationId));
  const first = typing?.find(({ kind, id }) => kind !== "ai" && id !== memberId);
  return (
    <div className="typing-line xs i3" aria-live="polite">
      {first === undefined ? null : (
        <>
          <TypingDots />{" "}
          {first.kind === "visitor" ? (
            <Trans>The visitor is typing</Trans>
          ) : first.note ? (
            <Trans>{first.name} is writing a note</Trans>
          ) : (
            <Trans>{first.name} is replying</Trans>
          )}
        </>
      )}
    </div>
  );
}
