import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { ErrorText } from "../../error-text.tsx";
import { AiIcon } from "../../icons.tsx";
import { KeyCap } from "../../key-cap.tsx";
import { useShortcuts } from "../../shortcuts.tsx";
import { Bar } from "../bar.tsx";
import type { PendingDraft } from "../pending-draft.ts";
import type { ConversationActs } from "../use-conversation-acts.ts";
import { useUndo } from "../use-undo.ts";
import { AskAgain } from "./ask-again.tsx";
import { DiscardDraft } from "./discard-draft.tsx";
import { DraftKept } from "./draft-kept.tsx";
import type { DraftRevision } from "./revision-of.ts";

type Props = {
  readonly row: ConversationRow;
  readonly draft: PendingDraft;
  readonly revision: DraftRevision | null;
  readonly acts: ConversationActs;
  readonly openWhy: (decisionId: string | null) => void;
};

/** The draft that waits, and what can be done about it: ask for another one, go back to the one before, discard it. */
export function DraftBar({ row, draft, revision, acts, openWhy }: Props) {
  const [form, setForm] = useState<"discard" | "ask" | null>(null);
  const { busy, problem, undo } = useUndo(() => undefined);
  const { decisionId } = draft;
  const isOff = row.mode === "off" || row.mode === "shadow";
  useShortcuts([
    { keys: "mod+.", whileWriting: true, run: () => setForm("discard") },
    { keys: "mod+i", whileWriting: true, run: () => isOff || setForm("ask") },
  ]);
  if (form === "discard") {
    return (
      <Bar icon={<AiIcon />} title={<Trans>Discard the draft</Trans>}>
        <DiscardDraft
          onDiscard={(reason) => {
            acts.discardDraft(decisionId, reason);
            setForm(null);
          }}
          onCancel={() => setForm(null)}
        />
      </Bar>
    );
  }
  if (form === "ask") {
    return (
      <Bar icon={<AiIcon />} title={<Trans>Another draft</Trans>}>
        <AskAgain
          onAsk={(instruction) => {
            acts.reviseDraft(decisionId, instruction);
            setForm(null);
          }}
          onCancel={() => setForm(null)}
        />
      </Bar>
    );
  }
  return (
    <Bar
      icon={<AiIcon />}
      title={<Trans>Draft for you</Trans>}
      detail={
        problem === null ? (
          <Detail draft={draft} revision={revision} />
        ) : (
          <span className="draft-problem" role="alert">
            <ErrorText error={problem} />
          </span>
        )
      }
    >
      {revision?.state === "written" ? (
        <button
          type="button"
          className="btn sm ghost"
          disabled={busy}
          onClick={() => void undo({ conversationId: row.id, seq: String(revision.seq) })}
        >
          <Trans>Earlier draft</Trans>
        </button>
      ) : null}
      <button type="button" className="btn sm ghost" onClick={() => openWhy(decisionId)}>
        <Trans>Why</Trans>
      </button>
      {isOff ? null : (
        <button type="button" className="btn sm ghost" onClick={() => setForm("ask")}>
          <Trans>Ask again</Trans> <KeyCap keys="mod+i" />
        </button>
      )}
      <button type="button" className="btn sm ghost" onClick={() => setForm("discard")}>
        <Trans>Discard</Trans> <KeyCap keys="mod+." />
      </button>
    </Bar>
  );
}

function Detail({ draft, revision }: Pick<Props, "draft" | "revision">) {
  const percent = Math.round(draft.confidence * 100);
  switch (revision?.state) {
    case "asked": {
      const { name, instruction } = revision;
      return (
        <Trans>
          {name ?? "–"} asked for another one: “{instruction}”
        </Trans>
      );
    }
    case "kept":
      return <DraftKept why={revision.why} />;
    case "written": {
      const { instruction } = revision;
      return <Trans>Written anew: “{instruction}”</Trans>;
    }
    default:
      if (draft.unfinished === true) {
        return <Trans>Xin did not finish it. What people wrote is here</Trans>;
      }
      return <Trans>{percent}% confident. Edit it together, or send it as it is</Trans>;
  }
}
