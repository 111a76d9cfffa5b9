import { useLingui } from "@lingui/react/macro";
import { Fragment } from "react";
import type { Citation } from "#contract/conversation-event.ts";
import { LinkedText } from "../linked-text.tsx";

type Props = {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly lit: string | null;
  readonly setLit: (chunkId: string | null) => void;
  /** Opens the evidence of a citation; absent where there is none to open. */
  readonly onCitation?: ((citation: Citation) => void) | undefined;
};

/**
 * The words of a message: text only, never markup. Addresses become links; [n] becomes a chip
 * when the message cites a passage n, and lights together with the words before it.
 */
export function MessageText({ text, citations, lit, setLit, onCitation }: Props) {
  if (citations.length === 0) return <LinkedText text={text} />;
  const byNumber = new Map(citations.map((citation) => [citation.n, citation]));
  return (
    <>
      {sentencesOf(text).map(({ words, numbers }, index) => {
        const cited = numbers.flatMap((n) => byNumber.get(n) ?? []);
        const on = cited.some(({ chunkId }) => chunkId === lit);
        const first = cited[0]?.chunkId ?? null;
        return (
          <Fragment key={index}>
            <span
              className={cited.length === 0 ? undefined : on ? "cs is-hover" : "cs"}
              onPointerEnter={first === null ? undefined : () => setLit(first)}
              onPointerLeave={first === null ? undefined : () => setLit(null)}
            >
              <LinkedText text={words} />
              {cited.map((citation) => (
                <Chip
                  key={citation.n}
                  citation={citation}
                  on={citation.chunkId === lit}
                  onOpen={onCitation}
                />
              ))}
            </span>
          </Fragment>
        );
      })}
    </>
  );
}

function Chip({
  citation,
  on,
  onOpen,
}: {
  readonly citation: Citation;
  readonly on: boolean;
  readonly onOpen: ((citation: Citation) => void) | undefined;
}) {
  const { t } = useLingui();
  const label = t`Source ${citation.n}: ${citation.title}`;
  const className = on ? "ct on" : "ct";
  // Word joiners keep the number on the line of the word it belongs to.
  const number = `\u2060${citation.n}\u2060`;
  if (onOpen === undefined) {
    return (
      <span className={className} title={label}>
        {number}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={className}
      aria-label={label}
      title={label}
      onClick={() => onOpen(citation)}
    >
      {number}
    </button>
  );
}

const mark = /\s*((?:\[\d{1,2}\])+)/g;

/** Cuts a text after each group of citation marks. Exported for its test. */
export const sentencesOf = (text: string): { words: string; numbers: number[] }[] => {
  const pieces: { words: string; numbers: number[] }[] = [];
  let from = 0;
  for (const match of text.matchAll(mark)) {
    const numbers = [...(match[1] ?? "").matchAll(/\d+/g)].map(([digits]) => Number(digits));
    pieces.push({ words: text.slice(from, match.index), numbers });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ words: text.slice(from), numbers: [] });
  return pieces;
};
