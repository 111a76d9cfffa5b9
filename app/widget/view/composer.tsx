/** @jsxImportSource preact */
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { limits } from "#contract/names.ts";
import type { Messages } from "../messages/en.ts";
import { Icon } from "./icon.tsx";

/** The field grows with its text up to this height. */
const maxHeightPx = 132;

type Props = {
  t: Messages;
  text: string;
  input: RefObject<HTMLTextAreaElement | null>;
  disabled: boolean;
  onText: (text: string) => void;
  onSend: () => void;
};

/** The field and its send button. Enter sends, Shift+Enter breaks the line. */
export const Composer = ({ t, text, input, disabled, onText, onSend }: Props) => {
  const tooLong = text.length > limits.textLength;
  const canSend = !disabled && !tooLong && text.trim() !== "";
  useLayoutEffect(() => {
    const field = input.current;
    if (field === null) return;
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, maxHeightPx)}px`;
  }, [text, input]);
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) onSend();
      }}
    >
      <textarea
        ref={input}
        rows={1}
        value={text}
        disabled={disabled}
        placeholder={t.placeholder}
        aria-label={t.placeholder}
        aria-invalid={tooLong}
        aria-describedby={tooLong ? "xin-too-long" : undefined}
        enterkeyhint="send"
        autoComplete="off"
        dir="auto"
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
          event.preventDefault();
          if (canSend) onSend();
        }}
      />
      <button type="submit" class="send" aria-label={t.send} aria-disabled={!canSend}>
        <Icon name="send" size={18} />
      </button>
      {tooLong && (
        <p class="too-long" id="xin-too-long" role="alert">
          {t.tooLong}: {text.length.toLocaleString()} / {limits.textLength.toLocaleString()}
        </p>
      )}
    </form>
  );
};

/** Enter chooses a word of an input method and does not send. Safari says so by the key code only. */
export const isComposing = (event: KeyboardEvent): boolean =>
  event.isComposing || event.keyCode === 229;
