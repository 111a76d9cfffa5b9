/** A table of plain texts. Every row has as many cells as the header. */
export type Table = {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

/**
 * Finds the table in lines that stand together, each a row as ingestion writes it: its cells with the names of
 * their columns ("Plan: Team; Price: 20 €"). A table has two rows or more, which name the same first column, and
 * 2 to 20 columns; anything else is null. Short, since the widget carries it too.
 */
export const tableOfLines = (lines: readonly string[]): Table | null => {
  const rows = lines.map((line) =>
    line.split("; ").map((cell) => {
      const [name = "", ...value] = cell.split(": ");
      return [value.length > 0 && name.length < 81 ? name : "", value.join(": ")] as const;
    }),
  );
  const header = [...new Set(rows.flatMap((row) => row.map(([name]) => name)))];
  const isTable =
    rows.length > 1 &&
    header.length > 1 &&
    header.length < 21 &&
    !header.includes("") &&
    rows.every((row) => row[0]?.[0] === header[0] && new Map(row).size === row.length);
  if (!isTable) return null;
  return {
    header,
    rows: rows.map((row) => header.map((name) => new Map(row).get(name) ?? "")),
  };
};
