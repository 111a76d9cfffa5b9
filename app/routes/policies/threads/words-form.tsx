import { Trans } from "@lingui/react/macro";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { WireError } from "#contract/ack.ts";
import { docLimits } from "#contract/names.ts";
import { ThreadProblem } from "./thread-problem.tsx";

type Props = {
  readonly label: string;
  readonly send: ReactNode;
  /** Somebody has asked for it: the writing begins here. */
  readonly isWanted?: boolean;
  /** Answers why it was refused; null when it is stored. The words stay until then. */
  readonly onSend: (words: string) => Promise<WireError | null>;
  /** Absent where the form stays. */
  readonly onCancel?: () => void;
};

/** A few words to a thread. It stands within the form of the page, so it is none itself. */
export function WordsForm({ label, send, isWanted = false, onSend, onCancel }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [words, setWords] = useState("");
  const [problem, setProblem] = useState<WireError | null>(null);
  const [isSending, setSending] = useState(false);
  useEffect(() => {
    if (isWanted) field.current?.focus();
  }, [isWanted]);
  const submit = async (): Promise<void> => {
    const body = words.trim();
    if (body === "" || isSending) return;
    setSending(true);
    const refused = await onSend(body);
    setSending(false);
    setProblem(refused);
    if (refused === null) setWords("");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    } else if (event.key === "Escape" && onCancel !== undefined) {
      event.stopPropagation();
      onCancel();
    }
  };
  return (
    <div className="words-form">
      <textarea
        className="field"
        aria-label={label}
        placeholder={label}
        rows={words === "" && !isWanted ? 1 : 3}
        maxLength={docLimits.commentLength}
        ref={field}
        value={words}
        onChange={({ target }) => setWords(target.value)}
        onKeyDown={onKeyDown}
      />
      {problem === null ? null : <ThreadProblem problem={problem} />}
      {words === "" && onCancel === undefined ? null : (
        <div className="row">
          <button
            type="button"
            className="btn sm pri"
            disabled={words.trim() === "" || isSending}
            onClick={() => void submit()}
          >
            {send}
          </button>
          {onCancel === undefined ? null : (
            <button type="button" className="btn sm ghost" onClick={onCancel}>
              <Trans>Cancel</Trans>
            </button>
          )}
        </div>
      )}
    </div>
  );
}
