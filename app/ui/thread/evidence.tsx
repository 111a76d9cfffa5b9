import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { Decision, DecisionPassage } from "#contract/decision.ts";
import { PassageLinks } from "../passage-links.tsx";
import { PassageText } from "../passage-text.tsx";

type Props = {
  readonly decision: Decision;
  readonly lit: string | null;
  readonly setLit: (chunkId: string | null) => void;
};

/** The passages that were found: those the answer rests on open, the rest by title. */
export function Evidence({ decision, lit, setLit }: Props) {
  const { passages, timingsMs } = decision;
  const used = passages.filter(({ n }) => n !== null).toSorted((a, b) => (a.n ?? 0) - (b.n ?? 0));
  const found = passages.length;
  const usedCount = used.length;
  const ms = Math.round(timingsMs.retrieval);
  return (
    <section>
      <h3>
        <Trans>Evidence</Trans>
        <span className="end i3 num">
          <Trans>
            {usedCount} used of {found} found, {ms} ms
          </Trans>
        </span>
      </h3>
      {found === 0 ? (
        <p className="i3">
          <Trans>Nothing in the knowledge fits this question.</Trans>
        </p>
      ) : null}
      <FoundBy retrieval={decision.retrieval} />
      {used.map((passage) => (
        <Passage
          key={passage.chunkId}
          passage={passage}
          lit={lit === passage.chunkId}
          setLit={setLit}
        />
      ))}
      {passages
        .filter(({ n }) => n === null)
        .map((passage) => (
          <details key={passage.chunkId} className="passage-more">
            <summary className="row">
              <span className="tr grow">{titleOf(passage)}</span>
              <span className="num i3">{passage.score.toFixed(2)}</span>
            </summary>
            <PassageBody passage={passage} />
          </details>
        ))}
    </section>
  );
}

/** By what was searched, so that an answer can be told from one under another config. */
function FoundBy({ retrieval }: Pick<Decision, "retrieval">) {
  if (retrieval === null) return null;
  const { configVersion, embeddingModel, modelFailure, knowledgeVersion, reranked } = retrieval;
  const config = `r${configVersion}`;
  const failure = modelFailure?.replaceAll("_", " ");
  return (
    <p className="xs i3">
      <Trans>
        Found by{" "}
        <Link className="link" to="/knowledge/retrieval">
          retrieval {config}
        </Link>{" "}
        with {embeddingModel}, knowledge {knowledgeVersion}
      </Trans>
      {failure === undefined ? null : (
        <>
          {" · "}
          <Trans>the embedding model could not be asked: {failure}</Trans>
        </>
      )}
      {reranked ? (
        <>
          {" · "}
          <Trans>put in order by the rerank model</Trans>
        </>
      ) : null}
    </p>
  );
}

function Passage({
  passage,
  lit,
  setLit,
}: {
  readonly passage: DecisionPassage;
  readonly lit: boolean;
  readonly setLit: (chunkId: string | null) => void;
}) {
  return (
    <article
      className={lit ? "card passage is-lit" : "card passage"}
      onPointerEnter={() => setLit(passage.chunkId)}
      onPointerLeave={() => setLit(null)}
    >
      <header className="row">
        <span className={lit ? "ct on" : "ct"}>{passage.n}</span>
        <span className="m tr grow">{titleOf(passage)}</span>
        <span className="b num">{passage.score.toFixed(2)}</span>
      </header>
      <PassageBody passage={passage} />
    </article>
  );
}

function PassageBody({ passage }: { readonly passage: DecisionPassage }) {
  const { t } = useLingui();
  return (
    <>
      <div className="passage-text">
        <PassageText text={passage.text} />
      </div>
      {passage.searchedFor === undefined || passage.record !== undefined ? null : (
        <p className="xs i3">
          <Trans>The model searched for “{passage.searchedFor}”</Trans>
        </p>
      )}
      <PassageLinks links={passage.links ?? []} base={passage.url} />
      <div className="passage-scores">
        <Score name={t`words`} value={passage.lexical} />
        <Score name={t`meaning`} value={passage.vector} />
        {passage.record === undefined ? (
          <Link className="end" to={`/knowledge/${passage.sourceId}?passage=${passage.chunkId}`}>
            <Trans>Show in the source</Trans>
          </Link>
        ) : (
          <span className="end">
            <Trans>From the connected system</Trans>
          </span>
        )}
        {passage.url === null ? null : (
          <a className="tr" href={passage.url} target="_blank" rel="noreferrer">
            <Trans>Open source</Trans>
          </a>
        )}
      </div>
    </>
  );
}

function Score({ name, value }: { readonly name: string; readonly value: number | null }) {
  if (value === null) return null;
  return (
    <span className="score">
      {name}
      <span className="sb">
        <span>
          <i style={{ width: `${Math.round(Math.min(1, Math.max(0, value)) * 100)}%` }} />
        </span>
        {value.toFixed(2)}
      </span>
    </span>
  );
}

const titleOf = ({ title, heading }: DecisionPassage): string =>
  heading === null || heading === "" || heading === title ? title : `${title}, ${heading}`;
