import { Trans, useLingui } from "@lingui/react/macro";
import type { Chunk } from "#db/reads/chunks.ts";
import { LinkedText } from "#app/ui/linked-text.tsx";
import { type PassageBlock, passageBlocks } from "./passage-blocks.ts";
import { PassageLinks } from "./passage-links.tsx";

type Props = {
  readonly chunk: Chunk;
  /** The address of its source, to which its links may be relative. */
  readonly base: string | null;
  /** The heading above it says the same. */
  readonly isContinued: boolean;
  readonly isAimed: boolean;
};

/** A passage as text, never as markup, with a link to itself. */
export function PassageCard({ chunk, base, isContinued, isAimed }: Props) {
  const { t } = useLingui();
  const { id, heading, text, lang, page, anchor, ordinal } = chunk;
  const number = ordinal + 1;
  return (
    <article
      id={id}
      className={isAimed ? "card passage-card is-aimed" : "card passage-card"}
      lang={lang}
      aria-current={isAimed ? "true" : undefined}
    >
      {anchor === null || isContinued ? null : <span id={anchor} className="passage-anchor" />}
      <header>
        {heading === "" || isContinued ? <span /> : <h2 className="b">{heading}</h2>}
        <a
          className="xs i3 num"
          href={`?passage=${id}`}
          lang="en"
          aria-label={t`Link to passage ${number}`}
        >
          {page === null ? null : (
            <>
              <Trans>p. {page}</Trans>
              {", "}
            </>
          )}
          #{number}
        </a>
      </header>
      {passageBlocks(text).map((block, index) => (
        <Block key={index} block={block} />
      ))}
      <PassageLinks links={chunk.links} base={base} />
    </article>
  );
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
