import type { WordRun } from "#engine/replay/diff-words.ts";

/** Words with what was taken out and what came in marked, for eyes and for screen readers. */
export function DiffWords({ words }: { readonly words: readonly WordRun[] }) {
  return words.map(({ kind, text }, index) => {
    if (kind === "removed") return <del key={index}>{text}</del>;
    if (kind === "added") return <ins key={index}>{text}</ins>;
    return <span key={index}>{text}</span>;
  });
}
