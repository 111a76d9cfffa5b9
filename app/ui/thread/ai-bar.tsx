import { Trans } from "@lingui/react/macro";
import { useState, type ReactNode } from "react";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { AiIcon, HandOverIcon, PersonIcon, StopIcon } from "../icons.tsx";
import { HandOverReason } from "../hand-over-reason.tsx";
import { KeyCap } from "../key-cap.tsx";
import { useShortcuts } from "../shortcuts.tsx";
import { DiscardDraft } from "./draft/discard-draft.tsx";
import type { PendingDraft } from "./pending-draft.ts";
import { HandBack } from "./hand-back.tsx";
import type { ConversationActs } from "./use-conversation-acts.ts";

type Props = {
  readonly row: ConversationRow;
  readonly draft: PendingDraft | null;
  readonly acts: ConversationActs;
  readonly openWhy: (decisionId: string | null) => void;
};

/** What the AI does in this conversation now, and the one thing to do about it. */
export function AiBar({ row, draft, acts, openWhy }: Props) {
  const writing = useInbox((state) => state.streams.has(row.id));
  /** The draft that is about to be discarded: its reason is asked for. */
  const [discarding, setDiscarding] = useState<string | null>(null);
  useShortcuts([
    {
      keys: "mod+.",
      whileWriting: true,
      run: () => {
        if (writing) acts.stopReply();
        else if (draft !== null) setDiscarding(draft.decisionId);
      },
    },
  ]);
  if (writing) {
    return (
      <Bar
        icon={
          <span className="pulse">
            <AiIcon />
          </span>
        }
        title={<Trans>Xin is writing</Trans>}
      >
        <button type="button" className="btn sm ghost" onClick={acts.stopReply}>
          <StopIcon size={12} />
          <Trans>Stop</Trans> <KeyCap keys="mod+." />
        </button>
        <TakeOver acts={acts} />
      </Bar>
    );
  }
  if (draft !== null) {
    if (discarding === draft.decisionId) {
      return (
        <Bar icon={<AiIcon />} title={<Trans>Discard the draft</Trans>}>
          <DiscardDraft
            onDiscard={(reason) => {
              acts.discardDraft(draft.decisionId, reason);
              setDiscarding(null);
            }}
            onCancel={() => setDiscarding(null)}
          />
        </Bar>
      );
    }
    const percent = Math.round(draft.confidence * 100);
    return (
      <Bar
        icon={<AiIcon />}
        title={<Trans>Draft for you</Trans>}
        detail={<Trans>{percent}% confident. Edit it together, or send it as it is</Trans>}
      >
        <button type="button" className="btn sm ghost" onClick={() => openWhy(draft.decisionId)}>
          <Trans>Why</Trans>
        </button>
        <button
          type="button"
          className="btn sm ghost"
          onClick={() => setDiscarding(draft.decisionId)}
        >
          <Trans>Discard</Trans> <KeyCap keys="mod+." />
        </button>
      </Bar>
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

function TakeOver({ acts }: { readonly acts: ConversationActs }) {
  return (
    <button type="button" className="btn sm" onClick={acts.takeOver}>
      <PersonIcon size={12} />
      <Trans>Take over</Trans> <KeyCap keys="T" />
    </button>
  );
}

type BarProps = {
  readonly tone?: "wait" | "paused";
  readonly icon: ReactNode;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly children?: ReactNode;
};

function Bar({ tone, icon, title, detail, children }: BarProps) {
  return (
    <div className={tone === undefined ? "aibar" : `aibar ${tone}`} role="status">
      {icon}
      <span className="t">{title}</span>
      <span className="d tr">{detail}</span>
      <span className="end row aibar-acts">{children}</span>
    </div>
  );
}
