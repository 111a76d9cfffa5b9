import { tableOfLines } from "#app/passages/table-of-lines.ts";
import { element } from "../element.ts";

/** The words of a quoted passage: its tables as such, all else as it was written. */
export const quoteBlocks = (quote: string): HTMLElement =>
  element(
    "blockquote",
    { dir: "auto" },
    ...quote.split(/\n{2,}/).map((part) => {
      const table = tableOfLines(part.split("\n"));
      if (table === null) return element("p", {}, part);
      const rows = [table.header, ...table.rows].map((cells, row) =>
        element(
          "tr",
          {},
          ...cells.map((cell) => (row === 0 ? element("th", {}, cell) : element("td", {}, cell))),
        ),
      );
      const box = element(
        "div",
        { className: "table", tabIndex: 0 },
        element("table", {}, ...rows),
      );
      box.setAttribute("role", "group");
      return box;
    }),
  );
