import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useId, type KeyboardEvent, type RefObject } from "react";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { hasVisibleCharacter } from "#app/sync/core/has-visible-character.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";
import { KeyCap } from "../key-cap.tsx";
import { useShortcuts } from "../shortcuts.tsx";
import { QuickReplyMenu } from "./quick-reply-menu.tsx";
import { useQuickReplyPicker } from "./use-quick-reply-picker.ts";
import type { TypingSignal } from "./use-typing-signal.ts";

type Props = {
  readonly row: ConversationRow;
  readonly lastSeq: number;
  readonly note: boolean;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly typing: TypingSignal;
  /** From a reply to a note and back. */
  readonly onSwitch: () => void;
  /** Shows the draft that waits; null when there is none. */
  readonly onDraft: (() => void) | null;
};

/** What one person writes alone: a reply or a note. */
export function OwnText(props: Props) {
  const { row, lastSeq, note, text, setText, field, typing, onSwitch, onDraft } = props;
  const { t } = useLingui();
  const store = useInboxStore();
  const id = useId();
  const blank = !hasVisibleCharacter(text);
  const quick = useQuickReplyPicker({ field, text, setText, locale: row.locale });

  const send = (): void => {
    if (blank || store === null) return;
    store.post({ conversationId: row.id, text, note, ...(note ? {} : { seenSeq: lastSeq }) });
    setText("");
    typing.stop();
  };
  useShortcuts([{ keys: "mod+Enter", whileWriting: true, run: send }]);
  useEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, innerHeight * 0.4)}px`;
  }, [text, note, field]);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (quick.onKeyDown(event)) return;
    if (event.key === "Tab" && blank && !event.shiftKey) {
      event.preventDefault();
      onSwitch();
    }
  };
  return (
    <>
      <label className="vh" htmlFor={id}>
        {note ? t`Note for the team` : t`Reply to the visitor`}
      </label>
      <textarea
        id={id}
        ref={field}
        className="cmp"
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
          {onDraft === null ? null : (
            <button type="button" className="btn ghost" onClick={onDraft}>
              <Trans>Show the draft</Trans>
            </button>
          )}
          <button
            type="button"
            className={note ? "btn note-send" : "btn pri"}
            disabled={blank}
            onClick={send}
          >
            {note ? <Trans>Add note</Trans> : <Trans>Send</Trans>} <KeyCap keys="mod+Enter" />
          </button>
        </span>
      </div>
    </>
  );
}
