import { useEffect, useRef, useState } from "react";
import { draftKept, keptDraft, saveDraft, type ComposerMode } from "./composer-draft.ts";
import type { PendingDraft } from "./pending-draft.ts";

/**
 * The text of a composer, kept over reloads. A draft of the AI fills an empty reply and leaves with its
 * decision; what a person wrote is never replaced.
 * Answers the text, how to change it, and whether it began as the AI's.
 */
export const useComposerText = (
  conversationId: string,
  mode: ComposerMode,
  draft: PendingDraft | null,
): [string, (text: string) => void, boolean] => {
  const [texts, setTexts] = useState<Record<ComposerMode, string>>({ reply: "", note: "" });
  const [aiDecision, setAiDecision] = useState<string | null>(null);
  const offered = useRef<string | null>(null);

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

  useEffect(() => {
    if (draft === null) {
      // The draft is gone (sent, discarded, overtaken): its untouched words go with it.
      if (aiDecision !== null) setAiDecision(null);
      if (offered.current !== null) {
        const gone = offered.current;
        setTexts((current) => (current.reply === gone ? { ...current, reply: "" } : current));
        offered.current = null;
      }
      return;
    }
    if (aiDecision === draft.decisionId) return;
    if (keptDraft(conversationId, "reply") !== "") return;
    offered.current = draft.text;
    setTexts((current) => ({ ...current, reply: draft.text }));
    setAiDecision(draft.decisionId);
  }, [draft, aiDecision, conversationId]);

  const change = (text: string): void => {
    setTexts((current) => ({ ...current, [mode]: text }));
    saveDraft(conversationId, mode, text);
  };
  return [texts[mode], change, aiDecision !== null];
};
