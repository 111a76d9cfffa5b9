import { useEffect, useMemo, useRef } from "react";
import { useInboxStore } from "#app/sync/use-inbox.tsx";

/** How often typing is said again while it goes on, in milliseconds. The server forgets it after six seconds. */
const repeatMs = 3_000;

/** Says that somebody types, and that they stopped. */
export type TypingSignal = ReturnType<typeof useTypingSignal>;

/** Tells the others that this person types. `beat` on every change, `stop` when done. */
export const useTypingSignal = (conversationId: string, note: boolean) => {
  const store = useInboxStore();
  const last = useRef(0);
  const signal = useMemo(
    () => ({
      beat: (writing: boolean): void => {
        const now = Date.now();
        if (writing && now - last.current < repeatMs) return;
        last.current = writing ? now : 0;
        store?.setTyping(conversationId, writing, note);
      },
      stop: (): void => {
        if (last.current === 0) return;
        last.current = 0;
        store?.setTyping(conversationId, false, note);
      },
    }),
    [store, conversationId, note],
  );
  useEffect(() => signal.stop, [signal]);
  return signal;
};
