import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { hasVisibleCharacter } from "#app/sync/core/has-visible-character.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";
import { LockIcon } from "../icons.tsx";
import { contactName } from "../inbox/contact-name.ts";
import { KeyCap } from "../key-cap.tsx";
import { useShortcuts } from "../shortcuts.tsx";
import type { ComposerMode } from "./composer-draft.ts";
import type { PendingDraft } from "./pending-draft.ts";
import type { TeamMember } from "./thread.tsx";
import { QuickReplyMenu } from "./quick-reply-menu.tsx";
import { useComposerText } from "./use-composer-text.ts";
import { useQuickReplyPicker } from "./use-quick-reply-picker.ts";
import { useTypingSignal } from "./use-typing-signal.ts";
import type { ConversationActs } from "./use-conversation-acts.ts";

type Props = {
  readonly row: ConversationRow;
  readonly lastSeq: number;
  readonly draft: PendingDraft | null;
  readonly member: TeamMember;
  readonly acts: ConversationActs;
};

/** Where a person writes: a reply to the visitor or a note to the team. */
export function Composer({ row, lastSeq, draft }: Props) {
  const { t } = useLingui();
  const store = useInboxStore();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [mode, setMode] = useState<ComposerMode>("reply");
  const [text, setText, byAi] = useComposerText(row.id, mode, draft);
  const typing = useTypingSignal(row.id, mode === "note");
  const note = mode === "note";
  const blank = !hasVisibleCharacter(text);
  const quick = useQuickReplyPicker({ field, text, setText, locale: row.locale });

  const write = (next: ComposerMode): void => {
    setMode(next);
    // At once: the next key belongs to the text, not to the shortcuts.
    field.current?.focus();
  };
  const send = (): void => {
    if (blank || store === null) return;
    const answersDraft = !note && draft !== null && byAi;
    store.post({
      conversationId: row.id,
      text,
      note,
      ...(answersDraft ? { draftDecisionId: draft.decisionId } : note ? {} : { seenSeq: lastSeq }),
    });
    setText("");
    typing.stop();
  };
  useShortcuts([
    { keys: "r", run: () => write("reply") },
    { keys: "n", run: () => write("note") },
    { keys: "mod+Enter", whileWriting: true, run: send },
  ]);
  useEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, innerHeight * 0.4)}px`;
  }, [text, mode]);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (quick.onKeyDown(event)) return;
    if (event.key === "Tab" && blank && !event.shiftKey) {
      event.preventDefault();
      setMode(note ? "reply" : "note");
    }
  };
  const name = contactName(row.contact, t`Visitor`);
  return (
    <div className={note ? "composer is-note" : "composer"}>
      <div className="cmp-h">
        <div className="seg" role="group" aria-label={t`What to write`}>
          <button
            type="button"
            className={note ? "" : "on"}
            aria-pressed={!note}
            onClick={() => write("reply")}
          >
            <Trans>Reply</Trans> <KeyCap keys="R" />
          </button>
          <button
            type="button"
            className={note ? "on" : ""}
            aria-pressed={note}
            onClick={() => write("note")}
          >
            <Trans>Note</Trans> <KeyCap keys="N" />
          </button>
        </div>
        <span className="xs i3 tr">
          {note ? (
            <span className="row composer-note">
              <LockIcon size={12} />
              <Trans>Only your team sees it</Trans>
            </span>
          ) : (
            <Trans>to {name}, web chat</Trans>
          )}
        </span>
      </div>
      <label className="vh" htmlFor={id}>
        {note ? t`Note for the team` : t`Reply to the visitor`}
      </label>
      <textarea
        id={id}
        ref={field}
        className={byAi && !note ? "cmp by-ai-draft" : "cmp"}
        rows={2}
        value={text}
        placeholder={note ? t`Write a note for your team` : t`Write a reply`}
        lang={row.locale}
        onChange={(event) => {
          setText(event.target.value);
          typing.beat(event.target.value !== "");
        }}
        onSelect={quick.onSelect}
        onBlur={typing.stop}
        onKeyDown={onKeyDown}
        {...quick.aria}
      />
      {quick.menu === null ? null : <QuickReplyMenu {...quick.menu} />}
      <div className="cmp-f">
        <span className="xs i3 composer-hint">
          <Trans>Enter starts a new line, / a quick reply</Trans>
        </span>
        <span className="end row">
          <button
            type="button"
            className={note ? "btn note-send" : "btn pri"}
            disabled={blank}
            onClick={send}
          >
            {note ? (
              <Trans>Add note</Trans>
            ) : byAi && draft !== null ? (
              <Trans>Approve and send</Trans>
            ) : (
              <Trans>Send</Trans>
            )}{" "}
            <KeyCap keys="mod+Enter" />
          </button>
        </span>
      </div>
    </div>
  );
}
