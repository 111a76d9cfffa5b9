import type { ReactNode } from "react";

/** A text whose http and https addresses are links; nothing else of it is markup. */
export function LinkedText({ text }: { readonly text: string }): ReactNode {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    parts.push(text.slice(from, match.index));
    parts.push(
      <a key={match.index} href={match[0]} target="_blank" rel="noopener noreferrer nofollow">
        {match[0]}
      </a>,
    );
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}

const address = /https?:\/\/[^\s<>"'`，。；！？、）】]+[^\s<>"'`.,;:!?)\]，。；！？、）】]/g;
