import * as Y from "yjs";
import { type TextStep, indexAfter, textChange } from "./text-change.ts";

/** A text field that is bound to a shared text. */
export type BoundTextArea = {
  /** Writes this text as the person's own words. */
  replace(text: string): void;
  unbind(): void;
};

/** What somebody else did at once. */
type Missed = readonly TextStep[];

/**
 * Binds a plain text field to a shared text. What is typed becomes a change of the text, what others write shows
 * in the field and leaves the caret where it was. While an input method composes, the field is its own; both
 * sides meet at the end. Undo takes back this person's own words only.
 */
export const bindTextArea = (text: Y.Text, area: HTMLTextAreaElement): BoundTextArea => {
  const own = Symbol("own");
  const undo = new Y.UndoManager(text, { trackedOrigins: new Set([own]) });
  let shown = text.toJSON();
  let composing = false;
  let missed: Missed[] = [];
  area.value = shown;

  const show = (places: { readonly start: number; readonly end: number }) => {
    shown = text.toJSON();
    area.value = shown;
    area.setSelectionRange(places.start, places.end);
  };
  const places = (steps: readonly Missed[]) => {
    const after = (index: number) => steps.reduce(indexOfSteps, index);
    return { start: after(area.selectionStart), end: after(area.selectionEnd) };
  };
  const write = (value: string, caret: number) => {
    const change = textChange(shown, value, caret);
    if (change === null) return;
    const at = missed.reduce(indexOfSteps, change.at);
    const end = missed.reduce(indexOfSteps, change.at + change.removed);
    text.doc?.transact(() => {
      if (end > at) text.delete(at, end - at);
      if (change.inserted !== "") text.insert(at, change.inserted);
    }, own);
    shown = value;
  };

  const onInput = () => {
    if (!composing) write(area.value, area.selectionEnd);
  };
  const onStart = () => {
    composing = true;
  };
  const onEnd = () => {
    if (!composing) return;
    composing = false;
    write(area.value, area.selectionEnd);
    if (missed.length === 0) return;
    const to = places(missed);
    missed = [];
    show(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (composing || !(event.metaKey || event.ctrlKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) undo.redo();
    else undo.undo();
  };
  const onBefore = (event: InputEvent) => {
    if (!event.inputType.startsWith("history")) return;
    event.preventDefault();
    if (event.inputType === "historyRedo") undo.redo();
    else undo.undo();
  };
  const onText = (event: Y.YTextEvent, { origin }: Y.Transaction) => {
    if (origin === own) return;
    const steps: Missed = event.delta;
    if (composing) missed = [...missed, steps];
    else show(places([steps]));
  };

  text.observe(onText);
  area.addEventListener("input", onInput);
  area.addEventListener("compositionstart", onStart);
  area.addEventListener("compositionend", onEnd);
  area.addEventListener("keydown", onKeyDown);
  area.addEventListener("beforeinput", onBefore);
  return {
    replace: (value) => {
      write(value, value.length);
      area.value = value;
    },
    unbind: () => {
      text.unobserve(onText);
      undo.destroy();
      area.removeEventListener("input", onInput);
      area.removeEventListener("compositionstart", onStart);
      area.removeEventListener("compositionend", onEnd);
      area.removeEventListener("keydown", onKeyDown);
      area.removeEventListener("beforeinput", onBefore);
    },
  };
};

const indexOfSteps = (index: number, steps: Missed): number => indexAfter(index, steps);
