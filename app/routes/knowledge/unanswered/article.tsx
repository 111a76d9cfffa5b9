import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Form, Link, data, redirect, useBlocker, useNavigation } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { CheckIcon, WarningIcon } from "#app/ui/icons.tsx";
import { ErrorText } from "#app/ui/error-text.tsx";
import { readKnowledgeGap } from "#db/reads/knowledge-gaps.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { addArticle } from "#engine/knowledge/tuning/add-article.ts";
import { outlineIsOpen } from "#engine/knowledge/tuning/article-outline.ts";
import { reopenGap, writeArticle } from "#engine/knowledge/tuning/handle-gap.ts";
import { may } from "#engine/tenancy/permissions.ts";
import type { Route } from "./+types/article.ts";

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const id = params.gapId;
  const gap = isId(id) ? await read((tx) => readKnowledgeGap(tx, id)) : null;
  if (gap === null || gap.title === null || gap.body === null) throw data(null, { status: 404 });
  if (gap.sourceId !== null) throw redirect(`/knowledge/${gap.sourceId}`);
  const { title, body, examples, authorName } = gap;
  const mayWrite = may(principal.role, "knowledge.write");
  return { id: gap.id, title, body, examples, authorName, mayWrite, isOpen: outlineIsOpen(body) };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { deps, services, envelope } = requirePrincipal(request, context);
  const gapId = params.gapId;
  if (!isId(gapId)) throw data(null, { status: 404 });
  const form = await request.formData();
  const intent = form.get("intent");
  const act = envelope(crypto.randomUUID());
  try {
    if (intent === "discard") {
      await reopenGap(deps, act, { gapId });
      return redirect("/knowledge/unanswered");
    }
    const text = { title: fieldText(form, "title"), body: fieldText(form, "body") };
    await writeArticle(deps, act, { gapId, ...text });
    if (intent !== "add") return { problem: null, isOpen: false };
    if (outlineIsOpen(text.body)) return { problem: null, isOpen: true };
    const knowledge = services.knowledge;
    await addArticle({ ...deps, knowledge }, act, { gapId });
    return redirect("/knowledge");
  } catch (error) {
    const problem = toWireError(error);
    if (problem.kind === "internal") throw error;
    return data({ problem, isOpen: false }, { status: 422 });
  }
}

/** An article about what visitors did not find, while it is written. Nobody outside the team sees it. */
export default function ArticlePage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { mayWrite, examples, authorName } = loaderData;
  const [title, setTitle] = useState(loaderData.title);
  const [body, setBody] = useState(loaderData.body);
  const { state } = useNavigation();
  const isChanged = title !== loaderData.title || body !== loaderData.body;
  useBlocker(({ currentLocation, nextLocation }) =>
    isChanged && state === "idle" && currentLocation.pathname !== nextLocation.pathname
      ? !confirm(t`Leave without saving? What you wrote is lost.`)
      : false,
  );
  return (
    <main className="page" id="content">
      <title>{`${loaderData.title} · Xin`}</title>
      <header className="bar page-bar">
        <h1 className="tr">
          <Link className="crumb" to="/knowledge/unanswered">
            <Trans>Unanswered</Trans>
          </Link>
          <span className="sep">/</span>
          {loaderData.title}
        </h1>
        <span className="end st">
          <Trans>Draft by {authorName}, not published</Trans>
        </span>
      </header>
      <div className="article-grid">
        <Form method="post" className="article">
          <label className="m" htmlFor="article-title">
            <Trans>Title</Trans>
          </label>
          <input
            id="article-title"
            className="field"
            name="title"
            required
            maxLength={200}
            readOnly={!mayWrite}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
          <label className="m" htmlFor="article-body">
            <Trans>Text, in Markdown</Trans>
          </label>
          <textarea
            id="article-body"
            className="field article-body"
            name="body"
            maxLength={100_000}
            readOnly={!mayWrite}
            value={body}
            onChange={(event) => setBody(event.target.value)}
          />
          {actionData?.isOpen === true ? (
            <p className="inl warn" role="alert">
              <WarningIcon />
              <Trans>Write the answer first: the outline still has its place.</Trans>
            </p>
          ) : null}
          {actionData?.problem == null ? null : (
            <p className="inl bad" role="alert">
              <ErrorText error={actionData.problem} />
            </p>
          )}
          {mayWrite ? (
            <div className="row article-acts">
              <button type="submit" name="intent" value="discard" className="btn ghost">
                <Trans>Discard</Trans>
              </button>
              {actionData?.problem === null && !isChanged && !actionData.isOpen ? (
                <span className="st ok">
                  <CheckIcon size={12} />
                  <Trans>Saved</Trans>
                </span>
              ) : null}
              <span className="end row">
                <button
                  type="submit"
                  name="intent"
                  value="save"
                  className="btn"
                  disabled={state !== "idle"}
                >
                  <Trans>Save draft</Trans>
                </button>
                <button
                  type="submit"
                  name="intent"
                  value="add"
                  className="btn pri"
                  disabled={state !== "idle"}
                >
                  <Trans>Add to knowledge</Trans>
                </button>
              </span>
            </div>
          ) : null}
        </Form>
        <aside aria-labelledby="asked-h">
          <h2 id="asked-h" className="side-h">
            <Trans>Visitors asked</Trans>
          </h2>
          <ul className="article-asked">
            {examples.map((example) => (
              <li key={example}>{example}</li>
            ))}
          </ul>
          <p className="xs i3">
            <Trans>These questions leave the list once the article is live.</Trans>
          </p>
        </aside>
      </div>
    </main>
  );
}
