import { useEffect, useState } from "react";
import { draftKept, keptDraft, saveDraft, type ComposerMode } from "./composer-draft.ts";

/** What a person writes alone in a composer, kept over reloads. Answers both texts, and how to change one. */
export const useComposerText = (
  conversationId: string,
): [Readonly<Record<ComposerMode, string>>, (mode: ComposerMode, text: string) => void] => {
  const [texts, setTexts] = useState<Record<ComposerMode, string>>({ reply: "", note: "" });

  useEffect(() => {
    const load = () =>
      setTexts({
        reply: keptDraft(conversationId, "reply"),
        note: keptDraft(conversationId, "note"),
      });
    load();
    addEventListener(draftKept, load);
    return () => removeEventListener(draftKept, load);
  }, [conversationId]);

  const change = (mode: ComposerMode, text: string): void => {
    setTexts((current) => ({ ...current, [mode]: text }));
    saveDraft(conversationId, mode, text);
  };
  return [texts, change];
};
