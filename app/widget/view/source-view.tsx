/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import type { Citation } from "#contract/conversation-event.ts";
import type { Messages } from "../messages/en.ts";
import { Icon } from "./icon.tsx";
import { QuoteBlocks } from "./quote-blocks.tsx";
import { safeUrl } from "./rich-text.ts";

type Props = { citation: Citation; t: Messages; onBack: () => void };

/** The passage an answer quotes, over the conversation. */
export const SourceView = ({ citation, t, onBack }: Props) => {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  const url = citation.url === null ? null : safeUrl(citation.url);
  return (
    <section class="source" aria-label={t.source(citation.n, citation.title)}>
      <button type="button" class="back" ref={back} onClick={onBack}>
        <Icon name="back" size={16} />
        {t.back}
      </button>
      <div class="passage" tabIndex={0} role="group" aria-label={citation.title}>
        <h3>
          <span class="ct">{citation.n}</span>
          {citation.title}
        </h3>
        {citation.heading !== null && citation.heading !== citation.title && (
          <p class="heading">{citation.heading}</p>
        )}
        <blockquote dir="auto">
          <QuoteBlocks quote={citation.quote} />
        </blockquote>
        {citation.links?.map(({ text, url: led }, place) => (
          <a key={place} class="open" href={led} target="_blank" rel="noopener noreferrer nofollow">
            {text}
          </a>
        ))}
        <p class="why">{t.sourceQuoted}</p>
        {url !== null && (
          <a class="open" href={url} target="_blank" rel="noopener noreferrer">
            {t.openSource}
            <Icon name="external" size={14} />
          </a>
        )}
      </div>
    </section>
  );
};
