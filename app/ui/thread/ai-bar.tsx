import { Trans } from "@lingui/react/macro";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { AiIcon, HandOverIcon, PersonIcon } from "../icons.tsx";
import { HandOverReason } from "../hand-over-reason.tsx";
import { Bar } from "./bar.tsx";
import { DraftBar } from "./draft/draft-bar.tsx";
import type { DraftRevision } from "./draft/revision-of.ts";
import { WritingBar } from "./draft/writing-bar.tsx";
import type { PendingDraft } from "./pending-draft.ts";
import { HandBack } from "./hand-back.tsx";
import { TakeOver } from "./take-over.tsx";
import type { ConversationActs } from "./use-conversation-acts.ts";

type Props = {
  readonly row: ConversationRow;
  readonly draft: PendingDraft | null;
  /** What became of the latest ask for another draft. */
  readonly revision: DraftRevision | null;
  readonly acts: ConversationActs;
  readonly openWhy: (decisionId: string | null) => void;
};

/** What the AI does in this conversation now, and the one thing to do about it. */
export function AiBar({ row, draft, revision, acts, openWhy }: Props) {
  const writing = useInbox((state) => state.streams.has(row.id)) || draft?.writing === true;
  if (writing) {
    const of = draft?.decisionId ?? "";
    return <WritingBar key={of} draft={draft} revision={revision} acts={acts} />;
  }
  if (draft !== null) {
    return (
      <DraftBar
        key={draft.decisionId}
        row={row}
        draft={draft}
        revision={revision}
        acts={acts}
        openWhy={openWhy}
      />
    );
  }
  if (row.holder === "waiting") {
    return (
      <Bar
        tone="wait"
        icon={<HandOverIcon />}
        title={
          row.waitingReason === null ? (
            <Trans>Waits for a person</Trans>
          ) : (
            <HandOverReason reason={row.waitingReason} />
          )
        }
        detail={<Trans>Nobody has it yet. Answering takes it over</Trans>}
      >
        <TakeOver acts={acts} />
      </Bar>
    );
  }
  if (row.holder === "people") {
    if (row.mode === "off" || row.mode === "shadow") return null;
    return (
      <Bar
        tone="paused"
        icon={<PersonIcon />}
        title={<Trans>People hold this</Trans>}
        detail={<Trans>The AI is paused and cannot write</Trans>}
      >
        <HandBack acts={acts} />
      </Bar>
    );
  }
  if (row.mode === "off") {
    return <Bar tone="paused" icon={<AiIcon />} title={<Trans>The AI is off here</Trans>} />;
  }
  if (row.mode === "shadow") {
    return (
      <Bar
        tone="paused"
        icon={<AiIcon />}
        title={<Trans>The AI thinks along silently</Trans>}
        detail={<Trans>People answer here</Trans>}
      />
    );
  }
  return (
    <Bar
      icon={<AiIcon />}
      title={<Trans>AI handling</Trans>}
      detail={
        row.mode === "auto" ? (
          <Trans>It answers by itself when it is sure</Trans>
        ) : (
          <Trans>It writes drafts; a person sends them</Trans>
        )
      }
    >
      <TakeOver acts={acts} />
    </Bar>
  );
}
