import { Trans, useLingui } from "@lingui/react/macro";
import {
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from "react";
import type { WireError } from "#contract/ack.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { hasVisibleCharacter } from "#app/sync/core/has-visible-character.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";
import { KeyCap } from "../../key-cap.tsx";
import { useShortcuts } from "../../shortcuts.tsx";
import type { PendingDraft } from "../pending-draft.ts";
import { QuickReplyMenu } from "../quick-reply-menu.tsx";
import { useQuickReplyPicker } from "../use-quick-reply-picker.ts";
import type { TypingSignal } from "../use-typing-signal.ts";
import type { BoundTextArea } from "./bind-text-area.ts";
import { DraftCarets } from "./draft-carets.tsx";
import { DraftPeople } from "./draft-people.tsx";
import { DraftState } from "./draft-state.tsx";
import type { MyDraft } from "./use-draft-end.ts";
import { useDraftText } from "./use-draft-text.ts";

type Props = {
  readonly row: ConversationRow;
  readonly draft: PendingDraft;
  /** The newest seq on the screen. */
  readonly lastSeq: number;
  readonly memberId: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly typing: TypingSignal;
  /** Told of what this person does here, for the time when the draft is gone. */
  readonly mine: RefObject<MyDraft | null>;
  readonly onOwnText: () => void;
};

/** The draft that waits, as one text that everybody here edits. What is sent is what stands in the field. */
export function DraftBox(props: Props) {
  const { row, draft, lastSeq, memberId, field, typing, mine, onOwnText } = props;
  const { t } = useLingui();
  const store = useInboxStore();
  const id = useId();
  const { decisionId } = draft;
  const live = useDraftText(decisionId);
  const state = live?.read() ?? null;
  const text = live?.text() ?? draft.text;
  const bound = useRef<BoundTextArea | null>(null);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<WireError | null>(null);
  const mayWrite = state?.mayWrite === true && !isSending;
  const note = useCallback(
    (change: Partial<MyDraft>) => {
      const before = mine.current?.decisionId === decisionId ? mine.current : null;
      const known = before ?? { decisionId, text: "", touched: false, sent: false };
      mine.current = { ...known, ...change };
    },
    [mine, decisionId],
  );
  const quick = useQuickReplyPicker({
    field,
    text,
    setText: (next) => bound.current?.replace(next),
    locale: row.locale,
  });

  useEffect(() => {
    const area = field.current;
    if (area === null || live === null) return undefined;
    const binding = live.bind(area);
    bound.current = binding;
    const tell = () => {
      if (document.activeElement === area) {
        live.point({ anchor: area.selectionStart, head: area.selectionEnd });
      }
    };
    tell();
    // React's own event does not come for every move of a caret.
    document.addEventListener("selectionchange", tell);
    return () => {
      document.removeEventListener("selectionchange", tell);
      bound.current = null;
      binding.unbind();
    };
  }, [live, field]);
  useEffect(() => {
    note({ text });
    const area = field.current;
    if (area === null) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, innerHeight * 0.4)}px`;
  }, [text, note, field]);

  const send = async (): Promise<void> => {
    if (live === null || store === null || isSending || draft.writing) return;
    if (!hasVisibleCharacter(text)) return;
    const seen = live.text();
    setSending(true);
    setProblem(null);
    typing.stop();
    if (await live.settled()) {
      const input = { conversationId: row.id, decisionId, text: seen, seenSeq: lastSeq };
      note({ sent: true });
      const answer = await store.act("draft.approve", input);
      // The log ends the draft; until then the field stays as it was sent.
      if (answer.ok) return;
      note({ sent: false });
      setProblem(answer.error);
    }
    setSending(false);
  };
  useShortcuts([{ keys: "mod+Enter", whileWriting: true, run: () => void send() }]);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (!event.nativeEvent.isComposing && event.keyCode !== 229) quick.onKeyDown(event);
  };
  return (
    <>
      <DraftPeople peers={state?.peers ?? []} memberId={memberId} />
      <label className="vh" htmlFor={id}>
        <Trans>Draft of the reply, shared with the team</Trans>
      </label>
      <div className="draft-field">
        <textarea
          id={id}
          ref={field}
          className={draft.writing || text === draft.text ? "cmp by-ai-draft" : "cmp"}
          rows={2}
          defaultValue={draft.text}
          readOnly={!mayWrite}
          placeholder={t`Write a reply`}
          lang={row.locale}
          onInput={(event) => {
            note({ touched: true });
            setProblem(null);
            typing.beat(event.currentTarget.value !== "");
          }}
          onSelect={quick.onSelect}
          onBlur={() => {
            live?.point(null);
            typing.stop();
          }}
          onKeyDown={onKeyDown}
          {...quick.aria}
        />
        <DraftCarets text={text} carets={live?.carets() ?? []} lang={row.locale} field={field} />
      </div>
      {quick.menu === null ? null : <QuickReplyMenu {...quick.menu} />}
      <div className="cmp-f">
        <span className="xs i3 draft-hint">
          <DraftState state={state} problem={problem} writing={draft.writing} />
        </span>
        <span className="end row">
          <button type="button" className="btn ghost" onClick={onOwnText}>
            <Trans>Write my own</Trans>
          </button>
          <button
            type="button"
            className="btn pri"
            disabled={!mayWrite || draft.writing || !hasVisibleCharacter(text)}
            onClick={() => void send()}
          >
            <Trans>Approve and send</Trans> <KeyCap keys="mod+Enter" />
          </button>
        </span>
      </div>
    </>
  );
}
