import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { AiIcon, StopIcon } from "../../icons.tsx";
import { KeyCap } from "../../key-cap.tsx";
import { useShortcuts } from "../../shortcuts.tsx";
import { Bar } from "../bar.tsx";
import type { PendingDraft } from "../pending-draft.ts";
import { TakeOver } from "../take-over.tsx";
import type { ConversationActs } from "../use-conversation-acts.ts";
import { AskAgain } from "./ask-again.tsx";
import type { DraftRevision } from "./revision-of.ts";

type Props = {
  /** The draft it writes, or one that waits while it writes another. */
  readonly draft: PendingDraft | null;
  readonly revision: DraftRevision | null;
  readonly acts: ConversationActs;
};

/** The AI writes: how to stop it, and how to ask for other words. What it has begun it ends first. */
export function WritingBar({ draft, revision, acts }: Props) {
  const [form, setForm] = useState<"ask" | "too-soon" | null>(null);
  const waiting = draft === null || draft.writing ? null : draft;
  useShortcuts([
    { keys: "mod+.", whileWriting: true, run: acts.stopReply },
    {
      keys: "mod+i",
      whileWriting: true,
      run: () => draft !== null && setForm(waiting === null ? "too-soon" : "ask"),
    },
  ]);
  if (form === "ask" && waiting !== null) {
    return (
      <Bar icon={<AiIcon />} title={<Trans>Another draft</Trans>}>
        <AskAgain
          onAsk={(instruction) => {
            acts.reviseDraft(waiting.decisionId, instruction);
            setForm(null);
          }}
          onCancel={() => setForm(null)}
        />
      </Bar>
    );
  }
  return (
    <Bar
      icon={
        <span className="pulse">
          <AiIcon />
        </span>
      }
      title={<Trans>Xin is writing</Trans>}
      detail={
        form === "too-soon" ? (
          <Trans>Ask for another draft when it is done, or stop it first</Trans>
        ) : (
          <Detail draft={draft} revision={revision} />
        )
      }
    >
      {waiting === null ? null : (
        <button type="button" className="btn sm ghost" onClick={() => setForm("ask")}>
          <Trans>Ask again</Trans> <KeyCap keys="mod+i" />
        </button>
      )}
      <button type="button" className="btn sm ghost" onClick={acts.stopReply}>
        <StopIcon size={12} />
        <Trans>Stop</Trans> <KeyCap keys="mod+." />
      </button>
      <TakeOver acts={acts} />
    </Bar>
  );
}

function Detail({ draft, revision }: Pick<Props, "draft" | "revision">) {
  if (draft === null) return null;
  if (draft.writing) return <Trans>Write in it too. Stop it to send what is there</Trans>;
  if (revision?.state === "asked") {
    const { name, instruction } = revision;
    return (
      <Trans>
        {name ?? "–"} asked for another one: “{instruction}”
      </Trans>
    );
  }
  return (
    <Trans>It answers what the visitor wrote since. The draft below stays until it is done</Trans>
  );
}
