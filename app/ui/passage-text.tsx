import { LinkedText } from "./linked-text.tsx";
import { type PassageBlock, passageBlocks } from "./passage-blocks.ts";

/** The text of a passage with its lists and tables as such. */
export function PassageText({ text }: { readonly text: string }) {
  return passageBlocks(text).map((block, index) => <Block key={index} block={block} />);
}

function Block({ block }: { readonly block: PassageBlock }) {
  switch (block.kind) {
    case "paragraph":
      return (
        <p>
          <LinkedText text={block.text} />
        </p>
      );
    case "list":
      return (
        <ul>
          {block.items.map(({ mark, text, depth }, index) => (
            <li key={index} style={{ marginInlineStart: depth * 20 }}>
              <span className="i3 num">{mark === "-" || mark === "*" ? "•" : mark}</span>
              <span>
                <LinkedText text={text} />
              </span>
            </li>
          ))}
        </ul>
      );
    case "table":
      return (
        <div className="passage-table" tabIndex={0} role="group">
          <table>
            <thead>
              <tr>
                {block.header.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((cells, row) => (
                <tr key={row}>
                  {cells.map((cell, column) => (
                    <td key={column}>
                      <LinkedText text={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}
