/** As many as fit beside the state. */
const shown = 2;

/** The first tags of a row, and how many more there are. */
export function TagChips({ tags }: { readonly tags: readonly string[] }) {
  if (tags.length === 0) return null;
  const more = tags.length - shown;
  return (
    <span className="cv-tags" title={tags.join(", ")}>
      {tags.slice(0, shown).map((tag) => (
        <span key={tag} className="tag">
          <bdi className="tr">{tag}</bdi>
        </span>
      ))}
      {more > 0 ? <span className="tag num">+{more}</span> : null}
    </span>
  );
}
