import { Trans, useLingui } from "@lingui/react/macro";
import type { Chunk } from "#db/reads/chunks.ts";
import { PassageLinks } from "#app/ui/passage-links.tsx";
import { PassageText } from "#app/ui/passage-text.tsx";

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
      <PassageText text={text} />
      <PassageLinks links={chunk.links} base={base} />
    </article>
  );
}
