/** Name of the text in a shared document's Yjs document. */
export const docText = "text";
