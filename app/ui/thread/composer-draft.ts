/** What a composer is for. */
export type ComposerMode = "reply" | "note";

const keyOf = (conversationId: string, mode: ComposerMode): string =>
  `xin.draft.${mode}.${conversationId}`;

/** Name of the window event that tells an open composer its draft was put back. */
export const draftKept = "xin:draft-kept";

/** What was being written in a conversation, kept in this browser over reloads and sign-outs. */
export const keptDraft = (conversationId: string, mode: ComposerMode): string =>
  localStorage.getItem(keyOf(conversationId, mode)) ?? "";

/** Keeps it; an empty text forgets it. A full storage loses nothing that is on screen. */
export const saveDraft = (conversationId: string, mode: ComposerMode, text: string): void => {
  const key = keyOf(conversationId, mode);
  if (text === "") {
    localStorage.removeItem(key);
    return;
  }
  try {
    localStorage.setItem(key, text);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
};

/** Puts a text back into the composer, open or not. */
export const keepDraft = (conversationId: string, mode: ComposerMode, text: string): void => {
  saveDraft(conversationId, mode, text);
  dispatchEvent(new CustomEvent(draftKept, { detail: { conversationId, mode } }));
};
