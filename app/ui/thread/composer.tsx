import { Trans, useLingui } from "@lingui/react/macro";
import { useRef, useState, type RefObject } from "react";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { LockIcon } from "../icons.tsx";
import { contactName } from "../inbox/contact-name.ts";
import { KeyCap } from "../key-cap.tsx";
import { useShortcuts } from "../shortcuts.tsx";
import type { ComposerMode } from "./composer-draft.ts";
import { DraftBox } from "./draft/draft-box.tsx";
import type { MyDraft } from "./draft/use-draft-end.ts";
import { OwnText } from "./own-text.tsx";
import type { PendingDraft } from "./pending-draft.ts";
import type { TeamMember } from "./team-member.ts";
import { useComposerText } from "./use-composer-text.ts";
import { useTypingSignal } from "./use-typing-signal.ts";

type Props = {
  readonly row: ConversationRow;
  readonly lastSeq: number;
  readonly draft: PendingDraft | null;
  readonly member: TeamMember;
  readonly mine: RefObject<MyDraft | null>;
};

/** Where a person writes: in the draft that waits, a reply of their own, or a note to the team. */
export function Composer({ row, lastSeq, draft, member, mine }: Props) {
  const { t } = useLingui();
  const field = useRef<HTMLTextAreaElement>(null);
  const [mode, setMode] = useState<ComposerMode>("reply");
  const [texts, setText] = useComposerText(row.id);
  /** For which draft this person has chosen, and what. Words of one's own are never hidden unasked. */
  const [choice, setChoice] = useState({ decisionId: "", own: false });
  const typing = useTypingSignal(row.id, mode === "note");
  const note = mode === "note";
  const decisionId = draft?.decisionId ?? "";
  const own = choice.decisionId === decisionId ? choice.own : texts.reply !== "";
  const showsDraft = !note && draft !== null && !own;

  const write = (next: ComposerMode): void => {
    setMode(next);
    // At once: the next key belongs to the text, not to the shortcuts.
    field.current?.focus();
  };
  useShortcuts([
    { keys: "r", run: () => write("reply") },
    { keys: "n", run: () => write("note") },
  ]);
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
      {showsDraft ? (
        <DraftBox
          key={decisionId}
          row={row}
          draft={draft}
          lastSeq={lastSeq}
          memberId={member.id}
          field={field}
          typing={typing}
          mine={mine}
          onOwnText={() => setChoice({ decisionId, own: true })}
        />
      ) : (
        <OwnText
          key={row.id}
          row={row}
          lastSeq={lastSeq}
          note={note}
          text={texts[mode]}
          setText={(text) => setText(mode, text)}
          field={field}
          typing={typing}
          onSwitch={() => setMode(note ? "reply" : "note")}
          onDraft={note || draft === null ? null : () => setChoice({ decisionId, own: false })}
        />
      )}
    </div>
  );
}
