/** The lines of a text with their ends; the last one may have none. An empty text has no line. */
export const linesOf = (text: string): readonly string[] =>
  text === "" ? [] : text.split(/(?<=\n)/);
