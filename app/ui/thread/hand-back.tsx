import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { KeyCap } from "../key-cap.tsx";
import type { ConversationActs } from "./use-conversation-acts.ts";

/** Longest note to the AI, in UTF-16 code units. */
const maxNote = 500;

/** Gives the conversation back to the AI, with a word for it if there is one to say. */
export function HandBack({ acts }: { readonly acts: ConversationActs }) {
  const { t } = useLingui();
  const [note, setNote] = useState("");
  return (
    <form
      className="row hand-back"
      onSubmit={(event) => {
        event.preventDefault();
        acts.handBack(note.trim() === "" ? null : note.trim());
      }}
    >
      <input
        className="field"
        value={note}
        maxLength={maxNote}
        placeholder={t`Note for the AI`}
        aria-label={t`Note for the AI, which visitors never see`}
        onChange={(event) => setNote(event.target.value)}
      />
      <button type="submit" className="btn sm ai">
        <Trans>Hand back</Trans> <KeyCap keys="T" />
      </button>
    </form>
  );
}
