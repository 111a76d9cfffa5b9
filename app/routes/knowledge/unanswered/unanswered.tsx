import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link, data, redirect, useFetcher, useSearchParams } from "react-router";
import type { WireError } from "#contract/ack.ts";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { ErrorText } from "#app/ui/error-text.tsx";
import { toWireError } from "#engine/actions/wire-error.ts";
import {
  findGaps,
  type GapDays,
  type QuestionCluster,
} from "#engine/knowledge/tuning/find-gaps.ts";
import { dismissGap, draftArticle, reopenGap } from "#engine/knowledge/tuning/handle-gap.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { KnowledgeTabs } from "../knowledge-tabs.tsx";
import { DraftButton } from "../retrieval/nothing-found.tsx";
import type { Route } from "./+types/unanswered.ts";
import { HandledGaps } from "./handled-gaps.tsx";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { services, principal } = requirePrincipal(request, context);
  const asked = new URL(request.url).searchParams.get("days");
  const days: GapDays = asked === "30" ? 30 : 7;
  const gaps = await findGaps(services.db, principal.tenantId, days);
  return { ...gaps, days, mayWrite: may(principal.role, "knowledge.write") };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { deps, envelope } = requirePrincipal(request, context);
  const form = await request.formData();
  const intent = form.get("intent");
  const act = envelope(crypto.randomUUID());
  const id = fieldText(form, intent === "reopen" ? "gapId" : "clusterId");
  if (!isId(id)) throw data(null, { status: 404 });
  try {
    if (intent === "draft") {
      const { gapId } = await draftArticle(deps, act, { clusterId: id });
      return redirect(`/knowledge/unanswered/${gapId}`);
    }
    if (intent === "dismiss") await dismissGap(deps, act, { clusterId: id });
    else await reopenGap(deps, act, { gapId: id });
    return { problem: null };
  } catch (error) {
    const problem = toWireError(error);
    if (problem.kind === "internal") throw error;
    return data({ problem }, { status: 422 });
  }
}

export default function Unanswered({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { open, drafts, dismissed, days, mayWrite } = loaderData;
  return (
    <main className="page" id="content">
      <title>{t`Unanswered · Xin`}</title>
      <header className="bar page-bar has-tabs">
        <h1>
          <Trans>Knowledge</Trans>
        </h1>
        <KnowledgeTabs />
        <span className="end">
          <Days days={days} />
        </span>
      </header>
      <div className="page-body">
        <p className="i2 gaps-lead">
          <Trans>
            What visitors asked and the knowledge did not answer: handed over for lack of evidence,
            or answered with a draft that a person threw away.
          </Trans>
        </p>
        {open.length === 0 ? (
          <section className="empty">
            <h2>
              <Trans>Nothing is unanswered</Trans>
            </h2>
            <p>
              <Trans>When the AI finds no answer, the question appears here.</Trans>
            </p>
          </section>
        ) : (
          <ul className="gaps">
            {open.map((cluster) => (
              <Cluster key={cluster.id} cluster={cluster} mayWrite={mayWrite} />
            ))}
          </ul>
        )}
        <HandledGaps drafts={drafts} dismissed={dismissed} mayWrite={mayWrite} />
      </div>
    </main>
  );
}

/** The conversation a question was asked in, with why the AI did not answer. */
const conversationOf = (example: QuestionCluster["examples"][number] | undefined): string =>
  example === undefined ? "/" : `/c/${example.conversationId}?why=${example.decisionId}`;

function Days({ days }: { readonly days: GapDays }) {
  const { t } = useLingui();
  const [, setParams] = useSearchParams();
  return (
    <span className="seg" role="group" aria-label={t`How far back`}>
      {([7, 30] as const).map((one) => (
        <button
          key={one}
          type="button"
          className={one === days ? "on" : undefined}
          aria-pressed={one === days}
          onClick={() => setParams(one === 30 ? { days: "30" } : {}, { replace: true })}
        >
          <Plural value={one} one="Last day" other="Last # days" />
        </button>
      ))}
    </span>
  );
}

function Cluster({
  cluster,
  mayWrite,
}: {
  readonly cluster: QuestionCluster;
  readonly mayWrite: boolean;
}) {
  const { t } = useLingui();
  const dismiss = useFetcher<{ readonly problem: WireError | null }>();
  const { id, title, lang, count, examples, lastAskedAt } = cluster;
  const newest = examples.find(({ question }) => question === title) ?? examples[0];
  const others = examples.filter((example) => example !== newest).slice(0, 5);
  return (
    <li className="gap card">
      <div className="gap-head">
        <div className="gap-name">
          <h2 lang={lang}>
            <Link to={conversationOf(newest)}>{title}</Link>
          </h2>
          <p className="xs i3">
            <Plural value={count} one="asked once" other="asked # times" />,{" "}
            <Trans>
              last <ClockTime at={lastAskedAt} />
            </Trans>
            , {lang === "zh" ? <Trans>Chinese</Trans> : <Trans>English</Trans>}
          </p>
        </div>
        <span className="gap-n num">{count}</span>
        {mayWrite ? (
          <span className="row gap-acts">
            <DraftButton clusterId={id} title={title} />
            <dismiss.Form method="post">
              <input type="hidden" name="clusterId" value={id} />
              <button
                type="submit"
                name="intent"
                value="dismiss"
                className="btn sm ghost"
                aria-label={t`Dismiss ${title}`}
                disabled={dismiss.state !== "idle"}
              >
                <Trans>Dismiss</Trans>
              </button>
            </dismiss.Form>
          </span>
        ) : null}
      </div>
      {dismiss.data?.problem == null ? null : (
        <p className="inl bad" role="alert">
          <ErrorText error={dismiss.data.problem} />
        </p>
      )}
      {others.length === 0 ? null : (
        <ul className="gap-examples">
          {others.map((example) => (
            <li key={example.decisionId}>
              <Link
                to={conversationOf(example)}
                lang={lang}
                className="tr"
                title={t`Open the conversation`}
              >
                {example.question}
              </Link>
              <span className="xs i3 end">
                <ClockTime at={example.askedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
