import { AiIcon } from "./icons.tsx";

type Size = 16 | 18 | 20 | 24 | 28 | 32 | 40;
type Props = {
  readonly name: string;
  readonly size?: Size;
  /** A member's colour is made of the id, so that it is the same everywhere. Absent for visitors. */
  readonly memberId?: string;
  readonly title?: string;
  readonly className?: string;
};

/**
 * A person: round, with initials. They are drawn, not written: nobody should have to say "DO" to
 * reach the button of Demo Owner.
 */
export function Avatar({ name, size = 28, memberId, title, className = "" }: Props) {
  const tone = memberId === undefined ? "" : ` p${toneOf(memberId)}`;
  const sized = size === 28 ? "" : ` s${size}`;
  return (
    <span
      className={`av${sized}${tone} ${className}`}
      data-initials={initials(name, size < 20 ? 1 : 2)}
      {...(title === undefined
        ? { "aria-hidden": true }
        : { role: "img", "aria-label": title, title })}
    />
  );
}

/** The AI: a rounded square with its glyph. */
export function AiAvatar({ size = 28 }: { readonly size?: Size }) {
  return (
    <span className={size === 28 ? "av x" : `av x s${size}`} aria-hidden="true">
      <AiIcon size={size < 24 ? 12 : 16} />
    </span>
  );
}

const han = /\p{Script=Han}/u;

/** Up to `count` initials: of the first and last word, or the first Han character. */
export const initials = (name: string, count: 1 | 2): string => {
  const trimmed = name.trim();
  const first = [...trimmed][0] ?? "?";
  if (han.test(first) || count === 1) return first.toUpperCase();
  const words = trimmed.split(/\s+/);
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : ([...trimmed][1] ?? "");
  return (first + last).toUpperCase();
};

const toneOf = (id: string): number => {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % 1_009;
  return (sum % 5) + 1;
};
