import { Trans, useLingui } from "@lingui/react/macro";
import { data, Form, Link, useNavigation } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { ScoreName } from "#app/ui/score-name.tsx";
import { readAsksRating, readRatings } from "#db/reads/ratings.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { setAsksRating } from "#engine/ratings/set-asks-rating.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { SettingsPage } from "../settings-page.tsx";
import type { Route } from "./+types/ratings.ts";

/** So many of the newest are shown; the API lists them all. */
const newest = 50;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { principal, read } = requirePrincipal(request, context);
  const [asks, ratings] = await read(
    async (tx) =>
      [await readAsksRating(tx), await readRatings(tx, { after: null, limit: newest })] as const,
  );
  return { asks, ratings, mayManage: may(principal.role, "channels.manage") };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { services, envelope } = requirePrincipal(request, context);
  try {
    const asks = fieldText(await request.formData(), "asks") === "yes";
    await setAsksRating(services, envelope(crypto.randomUUID()), asks);
    return { problem: null };
  } catch (error) {
    const { kind, message } = toWireError(error);
    if (kind === "internal") throw error;
    return data({ problem: message }, { status: 422 });
  }
}

export default function Ratings({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { asks, ratings, mayManage } = loaderData;
  const isSaving = useNavigation().state !== "idle";
  return (
    <SettingsPage name={t`Ratings`} help="widget">
      <section>
        <h2>
          <Trans>Ask how it was</Trans>
        </h2>
        <p className="i2">
          <Trans>
            When a conversation is closed, the chat asks the visitor with five faces, and offers a
            comment. It never covers the conversation, and is gone when they write again.
          </Trans>
        </p>
        <Form method="post" className="settings-form">
          <input type="hidden" name="asks" value={asks ? "no" : "yes"} />
          <p className={asks ? "st ok" : "st"} role="status">
            {asks ? <Trans>Visitors are asked</Trans> : <Trans>Visitors are not asked</Trans>}
          </p>
          {mayManage ? (
            <button type="submit" className="btn" disabled={isSaving}>
              {asks ? <Trans>Stop asking</Trans> : <Trans>Ask visitors</Trans>}
            </button>
          ) : (
            <p className="i3">
              <Trans>Owners and admins change this.</Trans>
            </p>
          )}
          {actionData?.problem ? (
            <p className="inl bad" role="alert">
              {actionData.problem}
            </p>
          ) : null}
        </Form>
      </section>
      <section>
        <h2>
          <Trans>Newest ratings</Trans>
        </h2>
        {ratings.length === 0 ? (
          <p className="i3">
            <Trans>Nobody has rated a conversation yet.</Trans>
          </p>
        ) : (
          <ul className="visitor-ratings">
            {ratings.map(({ conversationId, closedSeq, score, comment, ratedAt, contact }) => (
              <li key={`${conversationId} ${closedSeq}`}>
                <span className="row">
                  <b>
                    <ScoreName score={score} />
                  </b>
                  <span className="num i3">{score}/5</span>
                  <Link className="tr" to={`/c/${conversationId}`}>
                    {contact.name ?? t`Visitor`}
                  </Link>
                  <span className="end xs i3">
                    <ClockTime at={ratedAt} />
                  </span>
                </span>
                {comment === null ? null : <q className="i2">{comment}</q>}
              </li>
            ))}
          </ul>
        )}
      </section>
    </SettingsPage>
  );
}
