import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "react-router";
import type { Decision } from "#contract/decision.ts";
import type { BlamedParagraph, SentenceBlame } from "#contract/decision-blame.ts";
import { PolicyIcon } from "../icons.tsx";
import { GuardDetail } from "./guard-detail.tsx";

type Props = {
  readonly blame: readonly SentenceBlame[];
  readonly policy: Decision["policy"];
  /** Lights a passage, here and in the thread. */
  readonly setLit: (chunkId: string | null) => void;
};

/** The answer, sentence by sentence: one that is chosen shows its passages and the line of the policy behind it. */
export function Blame({ blame, policy, setLit }: Props) {
  const [chosen, setChosen] = useState<number | null>(null);
  if (blame.length === 0) return null;
  const choose = (index: number): void => {
    const next = index === chosen ? null : index;
    setChosen(next);
    setLit(next === null ? null : (blame[next]?.passages[0]?.chunkId ?? null));
  };
  return (
    <section>
      <h3>
        <Trans>Sentence by sentence</Trans>
      </h3>
      <ol className="blame">
        {blame.map((one, index) => (
          <li key={index}>
            <button
              type="button"
              className={index === chosen ? "blame-sentence on" : "blame-sentence"}
              aria-expanded={index === chosen}
              onClick={() => choose(index)}
            >
              <span className="grow">{one.sentence}</span>
              {one.passages.map(({ n }) => (
                <span key={n} className={index === chosen ? "ct on" : "ct"}>
                  {n}
                </span>
              ))}
            </button>
            {index === chosen ? <Origin {...one} policy={policy} /> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What a sentence comes from. */
function Origin({ passages, faults, paragraph, policy }: SentenceBlame & Pick<Props, "policy">) {
  const { i18n } = useLingui();
  const percent = (share: number) => i18n.number(share, { style: "percent" });
  return (
    <div className="card blame-origin">
      {passages.length === 0 ? (
        <p className="i3">
          <Trans>It rests on no passage.</Trans>
        </p>
      ) : null}
      {passages.map(({ n, chunkId, title, score, says, share }) => (
        <div key={chunkId}>
          <p className="row">
            <span className="ct on">{n}</span>
            <span className="m tr grow">{title}</span>
            <span className="b num">{score.toFixed(2)}</span>
          </p>
          {says === null ? null : <blockquote>{says}</blockquote>}
          <p className="xs i3">
            <Trans>{percent(share)} of its words stand in the passage.</Trans>
          </p>
        </div>
      ))}
      {faults.map((detail) => (
        <p key={detail} className="c-bad-t">
          <GuardDetail detail={detail} />
        </p>
      ))}
      <Governing paragraph={paragraph} policy={policy} />
    </div>
  );
}

function Governing({
  paragraph,
  policy,
}: {
  readonly paragraph: BlamedParagraph | null;
  readonly policy: Decision["policy"];
}) {
  if (policy === null) return null;
  const page = (
    <Link to={`/policies/${policy.id}?version=${policy.version}`}>
      {policy.name} v{policy.version}
    </Link>
  );
  if (paragraph === null) {
    return (
      <p className="blame-policy">
        <PolicyIcon size={14} />
        <span>
          <Trans>No paragraph of {page} speaks of this; the page as a whole governs it.</Trans>
        </span>
      </p>
    );
  }
  const { line, text, by } = paragraph;
  return (
    <div className="blame-policy">
      <PolicyIcon size={14} />
      <span>
        {by === "rule" ? (
          <Trans>
            The rule on line {line} of {page} says it:
          </Trans>
        ) : (
          <Trans>
            Line {line} of {page} speaks of it:
          </Trans>
        )}{" "}
        <q>{text}</q>
      </span>
    </div>
  );
}
