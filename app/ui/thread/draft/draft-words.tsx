import { type ReactNode, useState } from "react";

type Props = {
  readonly label: string;
  readonly placeholder: string;
  readonly send: ReactNode;
  readonly cancel: ReactNode;
  /** Nothing is sent without words. */
  readonly isNeeded: boolean;
  readonly onSend: (words: string) => void;
  readonly onCancel: () => void;
};

/** Longest words, in UTF-16 units. */
const mostLetters = 500;

/** A line of words that goes with what one does to a draft. */
export function DraftWords({ label, placeholder, send, cancel, isNeeded, ...does }: Props) {
  const { onSend, onCancel } = does;
  const [words, setWords] = useState("");
  const said = words.trim();
  const isLacking = isNeeded && said === "";
  return (
    <form
      className="row discard-draft"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isLacking) onSend(said);
      }}
    >
      <input
        className="field"
        // The key that opened it asks for the next words.
        ref={(field) => field?.focus()}
        value={words}
        maxLength={mostLetters}
        placeholder={placeholder}
        aria-label={label}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          event.preventDefault();
          onCancel();
        }}
      />
      <button type="button" className="btn sm ghost" onClick={onCancel}>
        {cancel}
      </button>
      <button type="submit" className="btn sm" disabled={isLacking}>
        {send}
      </button>
    </form>
  );
}
