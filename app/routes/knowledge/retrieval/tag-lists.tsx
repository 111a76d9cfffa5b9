import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Tuning } from "#engine/knowledge/tuning.ts";
import { CloseIcon } from "#app/ui/icons.tsx";
import type { TuningDraft } from "./tuning-draft.ts";

type Props = { readonly production: Tuning; readonly draft: TuningDraft };
type Group = Tuning["synonyms"][number];

/** Words of the workspace's own that mean the same, as tags; new ones are green. */
export function Synonyms({ production, draft }: Props) {
  const { t } = useLingui();
  const { synonyms } = draft.tuning;
  const known = new Set(production.synonyms.map(keyOf));
  const [text, setText] = useState("");
  const [isAdding, setAdding] = useState(false);
  const phrases = phrasesOf(text);
  const add = () => {
    if (phrases.length < 2) return;
    draft.change({ synonyms: [...synonyms, phrases.slice(0, 8)] });
    setText("");
    setAdding(false);
  };
  return (
    <section aria-labelledby="synonyms-h" className="tags">
      <h2 id="synonyms-h" className="side-h">
        <Trans>Synonyms</Trans>
      </h2>
      <ul className="row">
        {synonyms.map((group) => (
          <li key={keyOf(group)} className={known.has(keyOf(group)) ? "tag" : "tag is-new"}>
            <span>
              {group[0]} = {group.slice(1).join(", ")}
            </span>
            <button
              type="button"
              className="tag-x"
              aria-label={t`Remove ${group.join(", ")}`}
              onClick={() => draft.change({ synonyms: synonyms.filter((one) => one !== group) })}
            >
              <CloseIcon size={12} />
            </button>
          </li>
        ))}
        {isAdding ? null : (
          <li>
            <button type="button" className="btn sm ghost" onClick={() => setAdding(true)}>
              + <Trans>Add</Trans>
              <span className="vh">
                {" "}
                <Trans>synonyms</Trans>
              </span>
            </button>
          </li>
        )}
      </ul>
      {isAdding ? (
        <form
          className="tag-add"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <input
            // The person has just asked for this field.
            ref={focus}
            className="field"
            aria-label={t`Words that mean the same`}
            placeholder={t`split, snapped, broken`}
            value={text}
            maxLength={800}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") setAdding(false);
            }}
          />
          <button type="submit" className="btn sm" disabled={phrases.length < 2}>
            <Trans>Add</Trans>
          </button>
        </form>
      ) : null}
    </section>
  );
}

type PinsProps = Props & { readonly titles: ReadonlyMap<string, string> };

/** Questions whose source is given. */
export function Pins({ production, draft, titles }: PinsProps) {
  const { t } = useLingui();
  const { pins } = draft.tuning;
  if (pins.length === 0) return null;
  const known = new Set(production.pins.map(({ question, sourceId }) => question + sourceId));
  return (
    <section aria-labelledby="pins-h" className="tags">
      <h2 id="pins-h" className="side-h">
        <Trans>Pinned sources</Trans>
      </h2>
      <ul className="pins">
        {pins.map((pin) => (
          <li
            key={pin.question + pin.sourceId}
            className={known.has(pin.question + pin.sourceId) ? "tag" : "tag is-new"}
          >
            <span className="tr">
              {pin.question} → {titles.get(pin.sourceId) ?? "–"}
            </span>
            <button
              type="button"
              className="tag-x"
              aria-label={t`Unpin ${pin.question}`}
              onClick={() => draft.change({ pins: pins.filter((one) => one !== pin) })}
            >
              <CloseIcon size={12} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const focus = (field: HTMLInputElement | null): void => field?.focus();

const keyOf = (group: Group): string => group.join("\n");

/** "fix = repair, mend" and "fix, repair、mend" are the same. */
const phrasesOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[,，、=]/)
      .map((phrase) => phrase.trim())
      .filter((phrase) => phrase !== ""),
  ),
];
