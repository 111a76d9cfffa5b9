import { useLingui } from "@lingui/react/macro";

type Props = {
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** The address of the source, to which links may be relative. */
  readonly base: string | null;
};

/** Where the words of a passage lead. Nothing when they lead nowhere a browser should go. */
export function PassageLinks({ links, base }: Props) {
  const { t } = useLingui();
  const open = links.flatMap(({ text, url }) => {
    const href = addressOf(url, base);
    return href === null ? [] : [{ text, href }];
  });
  if (open.length === 0) return null;
  return (
    <ul className="passage-links" aria-label={t`Links in this passage`}>
      {open.map(({ text, href }) => (
        <li key={`${text} ${href}`}>
          <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow">
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
}

const addressOf = (url: string, base: string | null): string | null => {
  const parsed = URL.parse(url, base ?? undefined);
  if (parsed === null || !["https:", "http:", "mailto:"].includes(parsed.protocol)) return null;
  return parsed.href;
};
