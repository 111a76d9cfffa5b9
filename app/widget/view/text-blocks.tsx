/** @jsxImportSource preact */
import type { Citation } from "#contract/conversation-event.ts";
import type { Messages } from "../messages/en.ts";
import type { Block, Inline } from "./rich-text.ts";

type Props = {
  blocks: readonly Block[];
  citations: readonly Citation[];
  t: Messages;
  /** Absent while the answer is being written: its chips open nothing yet. */
  onSource?: (citation: Citation) => void;
};

/** A message's words: paragraphs, lists, links and citation chips. */
export const TextBlocks = ({ blocks, ...rest }: Props) => (
  <>
    {blocks.map((block, index) => (
      <BlockView key={index} block={block} {...rest} />
    ))}
  </>
);

type BlockProps = Omit<Props, "blocks"> & { block: Block };

const BlockView = ({ block, ...rest }: BlockProps) => {
  if (block.kind === "paragraph") {
    return (
      <p>
        {block.lines.map((line, index) => (
          <>
            {index > 0 && <br />}
            <Line line={line} {...rest} />
          </>
        ))}
      </p>
    );
  }
  const items = block.items.map((line, index) => (
    <li key={index}>
      <Line line={line} {...rest} />
    </li>
  ));
  return block.ordered ? <ol start={block.start}>{items}</ol> : <ul class="list">{items}</ul>;
};

const Line = ({ line, ...rest }: Omit<Props, "blocks"> & { line: readonly Inline[] }) => (
  <>
    {line.map((piece, index) => (
      <Piece key={index} piece={piece} {...rest} />
    ))}
  </>
);

const Piece = ({ piece, citations, t, onSource }: Omit<Props, "blocks"> & { piece: Inline }) => {
  switch (piece.kind) {
    case "text":
      return <>{piece.text}</>;
    case "bold":
      return <strong>{piece.text}</strong>;
    case "code":
      return <code>{piece.text}</code>;
    case "link":
      return (
        <a href={piece.url} target="_blank" rel="noopener noreferrer">
          {piece.text}
        </a>
      );
    case "citation": {
      const citation = citations.find(({ n }) => n === piece.n);
      return (
        <>
          {/* A word joiner keeps the chip on the line of the word it belongs to. */}
          {"\u2060"}
          {citation === undefined || onSource === undefined ? (
            <span class="ct">{piece.n}</span>
          ) : (
            <button
              type="button"
              class="ct"
              aria-label={t.source(piece.n, citation.title)}
              onClick={() => onSource(citation)}
            >
              {piece.n}
            </button>
          )}
        </>
      );
    }
  }
};
