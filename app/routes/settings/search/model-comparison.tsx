import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Link, useFetcher } from "react-router";
import type { Comparison } from "#engine/knowledge/embedding/compare-models.ts";
import type { loader } from "./compare.ts";
import { mergeComparisons } from "./merge-comparisons.ts";

type Props = { readonly modelId: string; readonly saved: number };

/** Asks the saved questions of the model and of the one that answers, some at a time, and shows both. */
export function ModelComparison({ modelId, saved }: Props) {
  const { i18n } = useLingui();
  const { load, data } = useFetcher<typeof loader>();
  const [sum, setSum] = useState<Comparison | null>(null);
  const [isDone, setDone] = useState(saved === 0);
  useEffect(() => {
    if (saved > 0) void load(`/settings/search/compare?model=${modelId}`);
  }, [load, modelId, saved]);
  useEffect(() => {
    const comparison = data?.comparison ?? null;
    if (comparison === null) return;
    setSum((before) => (before === null ? comparison : mergeComparisons(before, comparison)));
    if (comparison.next === null) setDone(true);
    else void load(`/settings/search/compare?model=${modelId}&from=${comparison.next}`);
  }, [data, load, modelId]);
  if (saved === 0) {
    return (
      <p className="model-test i2">
        <Trans>There are no saved questions to compare on.</Trans>{" "}
        <Link className="link" to="/knowledge/retrieval">
          <Trans>Save some on the retrieval page</Trans>
        </Link>
      </p>
    );
  }
  const problem = data?.problem ?? null;
  if (problem !== null) return <p className="model-test inl bad">{problem}</p>;
  const asked = sum?.questions ?? 0;
  const percent = (value: number) => i18n.number(value, { style: "percent" });
  return (
    <div className="model-test">
      <p className="i3" role="status">
        {isDone ? (
          <Trans>Compared on {asked} saved questions. Visitors noticed nothing.</Trans>
        ) : (
          <Trans>
            {asked} of {saved} saved questions asked…
          </Trans>
        )}
      </p>
      {sum === null ? null : <Figures sum={sum} percent={percent} />}
    </div>
  );
}

type FiguresProps = { readonly sum: Comparison; readonly percent: (value: number) => string };

function Figures({ sum, percent }: FiguresProps) {
  const [answering, compared] = sum.hits;
  const [now, then] = [answering?.at ?? null, compared?.at ?? null];
  const same = percent(sum.sameFirst);
  const overlap = percent(sum.overlapAt5);
  return (
    <>
      {now === null || then === null ? (
        <p className="i2">
          <Trans>None of them names the source that should come first.</Trans>
        </p>
      ) : (
        <table className="tbl model-figures">
          <thead>
            <tr>
              <th scope="col">
                <Trans>Expected source</Trans>
              </th>
              <th scope="col" className="n">
                <Trans>Now</Trans>
              </th>
              <th scope="col" className="n">
                <Trans>This model</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {([1, 3, 10] as const).map((k) => (
              <tr key={k}>
                <th scope="row">
                  {k === 1 ? <Trans>first</Trans> : <Trans>among the first {k}</Trans>}
                </th>
                <td className="n">{percent(now[k])}</td>
                <td className="n">{percent(then[k])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="i2">
        <Trans>
          Both put the same source first for {same}, and share {overlap} of the first five passages.
        </Trans>
      </p>
      {(compared?.unasked ?? 0) > 0 ? (
        <p className="inl bad">
          <Trans>{compared?.unasked} questions could not be asked of this model.</Trans>
        </p>
      ) : null}
    </>
  );
}
