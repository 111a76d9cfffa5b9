import * as Y from "yjs";

/** The Yjs clients that typed what stands in each line of a text. A line break counts for no line. */
export const clientsOfLines = (text: Y.Text): readonly ReadonlySet<number>[] => {
  let line = new Set<number>();
  const lines = [line];
  // Yjs has no name for the first piece of a text.
  const first: unknown = Reflect.get(text, "_start");
  for (let item = first instanceof Y.Item ? first : null; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    for (const [index, words] of item.content.str.split("\n").entries()) {
      if (index > 0) {
        line = new Set();
        lines.push(line);
      }
      if (words !== "") line.add(item.id.client);
    }
  }
  return lines;
};
