import { useId, useState, type KeyboardEvent, type RefObject } from "react";
import { flushSync } from "react-dom";
import type { Locale } from "#contract/ids.ts";
import { matchingReplies, type QuickReply, slashBefore } from "./matching-replies.ts";
import { optionId } from "./quick-reply-menu.tsx";
import { useQuickReplies } from "./use-quick-replies.ts";

type Field = {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly locale: Locale;
};

/**
 * Offers quick replies after a "/" in a text field. `onKeyDown` answers whether the key was its own;
 * `aria` tells a screen reader of the list; `menu` is null while there is nothing to offer.
 */
export const useQuickReplyPicker = ({ field, text, setText, locale }: Field) => {
  const id = useId();
  const [caret, setCaret] = useState(0);
  const [chosenFor, setChosen] = useState({ name: "", index: 0 });
  /** The text for which the list was closed: the next letter opens it again. */
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const slash = closedFor === text ? null : slashBefore(text, caret);
  const all = useQuickReplies(slash !== null);
  const replies = slash === null || all === null ? [] : matchingReplies(all, slash.name, locale);
  const chosen = chosenFor.name === slash?.name ? chosenFor.index : 0;
  const isOpen = replies.length > 0;

  const pick = (reply: QuickReply): void => {
    if (slash === null) return;
    const before = text.slice(0, slash.start) + reply.text;
    flushSync(() => setText(before + text.slice(caret)));
    field.current?.setSelectionRange(before.length, before.length);
    setCaret(before.length);
  };
  const move = (by: number): void =>
    setChosen({
      name: slash?.name ?? "",
      index: (chosen + by + replies.length) % replies.length,
    });
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => replies[chosen] && pick(replies[chosen]),
    Tab: () => replies[chosen] && pick(replies[chosen]),
    Escape: () => setClosedFor(text),
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const act = keys[event.key];
    if (!isOpen || act === undefined || event.shiftKey || event.ctrlKey || event.metaKey) {
      return false;
    }
    event.preventDefault();
    act();
    return true;
  };
  return {
    onKeyDown,
    /** The caret moved. */
    onSelect: () => setCaret(field.current?.selectionStart ?? 0),
    aria: isOpen
      ? {
          "aria-autocomplete": "list" as const,
          "aria-controls": id,
          "aria-activedescendant": optionId(id, chosen),
        }
      : {},
    menu: isOpen ? { id, replies, chosen, onPick: pick } : null,
  };
};
