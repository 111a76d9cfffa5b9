import { dress } from "../dress.ts";
import { element } from "../element.ts";
import css from "./rating.css?inline";
import type { Rated } from "../sync/visitor-item.ts";
import { face } from "./face.ts";
import { ratingTexts } from "./rating-texts.ts";
import { type RatingSource, type StandingRating, standingRating } from "./standing-rating.ts";

/** What the panel asks for. A panel that was loaded before an update asks for the same. */
export type RatingOptions = RatingSource & {
  /** Filled with it, and emptied when there is nothing to ask. */
  readonly place: HTMLElement;
  readonly locale: "en" | "zh";
  /** Sends a rating, in place of one that still waits. */
  readonly rate: (rating: Rated) => void;
};

/** The module behind the panel's `import()`. */
export type RatingModule = { showRating(options: RatingOptions): void };

/** What stands in a place, and how it is brought up to date. */
type Shown = { readonly closedSeq: number; readonly update: (standing: StandingRating) => void };

const shown = new WeakMap<HTMLElement, Shown>();

/**
 * Asks how a closed conversation was, or shows what was said. A file of its own in plain DOM, as the evidence
 * is: it is loaded once a conversation is closed. Called again at each change, it keeps its elements, so that
 * neither focus nor words that are being written are lost.
 */
export const showRating = (options: RatingOptions): void => {
  const { place, closedSeq } = options;
  const standing = standingRating(options, Date.now());
  if (standing === null) {
    shown.delete(place);
    return place.replaceChildren();
  }
  const known = shown.get(place);
  if (known?.closedSeq === closedSeq) return known.update(standing);
  place.className = "rating";
  dress(place, css);
  const update = build(options);
  shown.set(place, { closedSeq, update });
  update(standing);
};

const build = ({ place, locale, closedSeq, rate }: RatingOptions): Shown["update"] => {
  const t = ratingTexts[locale];
  let current: StandingRating = { score: null, comment: "", state: "unrated" };
  const send = (score: number, comment: string) =>
    rate({ closedSeq, score, comment: comment === "" ? null : comment });
  const buttons = t.scores.map((name, index) => {
    const label = t.of(name, index + 1);
    const button = element("button", { type: "button", ariaLabel: label, title: name });
    button.append(face(index + 1));
    // What is being written of a comment goes along only once it is sent.
    button.addEventListener("click", () => send(index + 1, current.comment));
    return button;
  });
  const field = element("textarea", { id: "xin-rating", rows: 2, maxLength: 1_000, dir: "auto" });
  const save = element("button", { type: "submit", className: "chip" });
  const form = element("form", {}, element("label", { htmlFor: field.id }, t.comment), field, save);
  const said = element("p", { role: "status" });
  const isSaved = () => field.value === current.comment;
  const drawSave = () => {
    save.textContent = isSaved() && current.comment !== "" ? t.saved : t.save;
    save.ariaDisabled = String(isSaved());
  };
  field.addEventListener("input", drawSave);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isSaved() && current.score !== null) send(current.score, field.value);
  });
  const faces = element("div", { className: "faces", role: "group", ariaLabel: t.ask }, ...buttons);
  const ask = element("p", {}, t.ask);
  place.replaceChildren(element("div", {}, ask, faces, said, form));
  return (standing) => {
    if (isSaved()) field.value = standing.comment;
    current = standing;
    for (const [index, button] of buttons.entries()) {
      button.ariaPressed = String(index + 1 === standing.score);
    }
    const words = { unrated: "", "on its way": t.waits, refused: t.refused, stored: t.thanks };
    said.textContent = words[standing.state];
    form.hidden = standing.score === null;
    drawSave();
  };
};
