import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import type { DraftCaret } from "./open-draft-text.ts";

type Props = {
  readonly text: string;
  readonly carets: readonly DraftCaret[];
  /** Of the words. */
  readonly lang: string;
  /** The text field that the carets stand in. */
  readonly field: RefObject<HTMLTextAreaElement | null>;
};

/**
 * Colleagues' carets over the text field: the same words, unseen, broken into the same lines. A name stands where it
 * covers no words, above the first line; in the others a caret has its colour alone. Who is in the draft is also said
 * in words, so this is for the eye alone.
 */
export function DraftCarets({ text, carets, lang, field }: Props) {
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const [area, words] = [field.current, layer.current];
    if (area === null || words === null) return undefined;
    const follow = () => {
      // A scroll bar takes its width from the words of the field, and not from these.
      words.style.width = `${area.clientWidth}px`;
      words.style.transform = `translateY(${-area.scrollTop}px)`;
      nameCarets(words);
    };
    follow();
    area.addEventListener("scroll", follow);
    const sized = new ResizeObserver(follow);
    sized.observe(area);
    return () => {
      area.removeEventListener("scroll", follow);
      sized.disconnect();
    };
  }, [field, carets.length, text]);
  useLayoutEffect(() => {
    if (layer.current !== null) nameCarets(layer.current);
  });
  if (carets.length === 0) return null;
  return (
    <div className="draft-carets" aria-hidden="true">
      <div ref={layer} className="cmp" lang={lang}>
        {carets.map(({ peerId, name, colour, at }, index) => (
          <span key={peerId}>
            {text.slice(carets[index - 1]?.at ?? 0, at)}
            <span className={`peer-cursor peer-${colour}`}>
              <span className="peer-name">{name}</span>
            </span>
          </span>
        ))}
        {text.slice(carets.at(-1)?.at ?? 0)}
      </div>
    </div>
  );
}

/** Names the carets of the first line, each to the side where there is room. */
const nameCarets = (words: HTMLElement): void => {
  const { paddingTop, lineHeight } = getComputedStyle(words);
  const belowFirst = Number.parseFloat(paddingTop) + Number.parseFloat(lineHeight) / 2;
  for (const cursor of words.querySelectorAll<HTMLElement>(".peer-cursor")) {
    cursor.dataset["named"] = String(cursor.offsetTop < belowFirst);
    const width = cursor.firstElementChild?.clientWidth ?? 0;
    cursor.dataset["turned"] = String(cursor.offsetLeft + width > words.clientWidth);
  }
};
