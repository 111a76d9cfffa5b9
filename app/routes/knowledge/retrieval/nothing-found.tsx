import { Trans } from "@lingui/react/macro";
import { Form, Link, useNavigation } from "react-router";
import type { QuestionCluster } from "#engine/knowledge/tuning/find-gaps.ts";

/** What visitors asked this week and nobody has answered yet: the first few, each a click from an article. */
export function NothingFound({
  clusters,
  mayWrite,
}: {
  readonly clusters: readonly QuestionCluster[];
  readonly mayWrite: boolean;
}) {
  if (clusters.length === 0) return null;
  return (
    <section className="unfound" aria-labelledby="unfound-h">
      <h2 id="unfound-h" className="side-h">
        <Link to="/knowledge/unanswered">
          <Trans>Nothing found, last 7 days</Trans>
        </Link>
      </h2>
      <ul>
        {clusters.map((cluster) => (
          <li key={cluster.id} className="row">
            <span className="tr grow" lang={cluster.lang} title={cluster.title}>
              {cluster.title}
            </span>
            <span className="cnt">{cluster.count}</span>
            {mayWrite ? <DraftButton clusterId={cluster.id} title={cluster.title} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Begins an article about a cluster and opens it. */
export function DraftButton({
  clusterId,
  title,
}: {
  readonly clusterId: string;
  readonly title: string;
}) {
  const { formData } = useNavigation();
  return (
    // A navigation: a fetcher whose page is being left would not be led to the article.
    <Form method="post" action="/knowledge/unanswered">
      <input type="hidden" name="clusterId" value={clusterId} />
      <button
        type="submit"
        name="intent"
        value="draft"
        className="btn sm"
        disabled={formData?.get("clusterId") === clusterId}
      >
        <Trans>Draft</Trans>
        <span className="vh"> {title}</span>
      </button>
    </Form>
  );
}
