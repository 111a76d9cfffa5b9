/** @jsxImportSource preact */
import { tableOfLines } from "#app/passages/table-of-lines.ts";

/** The words of a quoted passage: its tables as such, all else as it was written. */
export const QuoteBlocks = ({ quote }: { quote: string }) => (
  <>
    {quote.split(/\n{2,}/).map((part, place) => {
      const table = tableOfLines(part.split("\n"));
      return table === null ? (
        <p key={place}>{part}</p>
      ) : (
        <div key={place} class="table" tabIndex={0} role="group">
          <table>
            {[table.header, ...table.rows].map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, column) =>
                  row === 0 ? <th key={column}>{cell}</th> : <td key={column}>{cell}</td>,
                )}
              </tr>
            ))}
          </table>
        </div>
      );
    })}
  </>
);
