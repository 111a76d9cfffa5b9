/** @jsxImportSource preact */
import { OrbitIcon } from "./icon.tsx";

/** The AI: a rounded square with the orbit, never round. */
export const AiAvatar = () => (
  <span class="av ai" aria-hidden="true">
    <OrbitIcon size={12} />
  </span>
);

/** A person: round, with initials. */
export const PersonAvatar = ({ name }: { name: string }) => (
  <span class="av" aria-hidden="true">
    {initials(name)}
  </span>
);

/** Up to two letters; one for names in Chinese. */
const initials = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => Array.from(word ?? "")[0] ?? "").join("");
};
