import type { ConversationRow } from "#contract/conversation-row.ts";
import type { ThreadState } from "#app/sync/core/thread-state.ts";
import { stateOf } from "#app/sync/operator-item.ts";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { AiBar } from "./ai-bar.tsx";
import { ActProblem } from "./act-problem.tsx";
import { Composer } from "./composer.tsx";
import { DraftEnded } from "./draft/draft-ended.tsx";
import { revisionOf } from "./draft/revision-of.ts";
import { useDraftEnd } from "./draft/use-draft-end.ts";
import { HeldMessage } from "./held-message.tsx";
import { pendingDraft } from "./pending-draft.ts";
import type { TeamMember } from "./team-member.ts";
import type { ConversationActs } from "./use-conversation-acts.ts";

type Props = {
  readonly row: ConversationRow;
  readonly thread: ThreadState;
  readonly member: TeamMember;
  readonly acts: ConversationActs;
  readonly openWhy: (decisionId: string | null) => void;
};

/** The AI's state and the composer, as one object. */
export function Dock({ row, thread, member, acts, openWhy }: Props) {
  const held = useInbox((state) => state.pending).filter(
    (item) => item.conversationId === row.id && stateOf(item) === "held",
  );
  const draft = pendingDraft(row, thread);
  const conversationId = row.id;
  const watched = { conversationId, draft, thread, memberId: member.id };
  const [mine, ending, dismissEnding] = useDraftEnd(watched);
  return (
    <div className="dock">
      <AiBar
        row={row}
        draft={draft}
        revision={revisionOf(row, thread)}
        acts={acts}
        openWhy={openWhy}
      />
      {acts.problem === null ? null : (
        <ActProblem error={acts.problem} onDismiss={acts.dismissProblem} />
      )}
      {ending === null ? null : <DraftEnded ending={ending} onDismiss={dismissEnding} />}
      {held.map((message) => (
        <HeldMessage key={message.clientId} message={message} />
      ))}
      <Composer row={row} lastSeq={thread.lastSeq} draft={draft} member={member} mine={mine} />
    </div>
  );
}
