import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { Form, Link, data, useRevalidator } from "react-router";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { ActName } from "#app/ui/thread/act-name.tsx";
import { UndoWhy } from "#app/ui/thread/undo-why.tsx";
import { countSkips, readUndo, readUndoActs } from "#db/reads/undos.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { stopUndo } from "#engine/undo/stop-undo.ts";
import type { Route } from "./+types/undo.ts";

/** Acts shown: what was left first, since that is what needs a look. */
const shownActs = 200;

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const { undoId } = params;
  const found = !isId(undoId)
    ? null
    : await read(async (tx) => {
        const undo = await readUndo(tx, undoId);
        if (undo === null) return null;
        return {
          undo,
          skips: await countSkips(tx, undoId),
          acts: await readUndoActs(tx, undoId, { from: 0, limit: shownActs }),
          mayStop: may(principal.role, "decisions.undo-many"),
        };
      });
  if (found === null) throw data(null, { status: 404 });
  return found;
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { deps, envelope, principal } = requirePrincipal(request, context);
  const { undoId } = params;
  if (!isId(undoId)) throw data(null, { status: 404 });
  if (!may(principal.role, "decisions.undo-many")) throw data(null, { status: 403 });
  const found = await deps.db.tenant(principal.tenantId, (tx) => readUndo(tx, undoId));
  if (found === null) throw data(null, { status: 404 });
  await stopUndo(deps, envelope(crypto.randomUUID()), undoId);
  return null;
}

/** How often an undo that goes on is looked at, in ms. */
const lookMs = 1000;

/** One undo of many decisions: how far it is, what went back, and what was left and why. */
export default function UndoPage({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { undo, skips, acts, mayStop } = loaderData;
  const { revalidate } = useRevalidator();
  const isRunning = undo.state === "running";
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => void revalidate(), lookMs);
    return () => clearInterval(timer);
  }, [isRunning, revalidate]);
  const all = undo.pending + undo.undone + undo.skipped;
  const dealtWith = all - undo.pending;
  const percent = all === 0 ? 100 : Math.round((100 * dealtWith) / all);
  return (
    <main className="page" id="content">
      <title>{t`Undo · Xin`}</title>
      <header className="bar page-bar">
        <Link className="crumb" to="/decisions">
          <Trans>Decisions</Trans>
        </Link>
        <h1>
          <Trans>Undo</Trans>
        </h1>
        {isRunning && mayStop ? (
          <Form method="post" className="end">
            <button type="submit" className="btn">
              <Trans>Stop</Trans>
            </button>
          </Form>
        ) : null}
      </header>
      <div className="page-body">
        <p className="i2">
          {undo.byName}, <ClockTime at={undo.createdAt} />
          {undo.reason === null ? null : <>: {undo.reason}</>}
        </p>
        <div className="undo-progress" role="status">
          <div className="prog" aria-hidden="true">
            <i style={{ width: `${percent}%` }} />
          </div>
          <p className="m num">
            <State state={undo.state} done={dealtWith} all={all} />
          </p>
        </div>
        <dl className="facts">
          <div>
            <dt>
              <Trans>Taken back</Trans>
            </dt>
            <dd>{undo.undone}</dd>
          </div>
          <div>
            <dt>
              <Trans>Left as they are</Trans>
            </dt>
            <dd>{undo.skipped}</dd>
          </div>
          {undo.pending === 0 ? null : (
            <div>
              <dt>
                <Trans>Not looked at</Trans>
              </dt>
              <dd>{undo.pending}</dd>
            </div>
          )}
        </dl>
        {skips.length === 0 ? null : (
          <ul className="undo-skips">
            {skips.map(({ why, count }) => (
              <li key={why}>
                <span className="num m">{count}</span> <UndoWhy why={why} />
              </li>
            ))}
          </ul>
        )}
        {acts.length === 0 ? (
          <p className="i3">
            <Trans>The AI had done nothing there that can be taken back.</Trans>
          </p>
        ) : (
          <div className="tbl-wrap">
            <table className="tbl undo-tbl">
              <thead>
                <tr>
                  <th scope="col">
                    <Trans>Act</Trans>
                  </th>
                  <th scope="col">
                    <Trans>What became of it</Trans>
                  </th>
                </tr>
              </thead>
              <tbody>
                {acts.map((act) => (
                  <tr key={`${act.conversationId} ${act.seq}`}>
                    <td>
                      <Link to={`/c/${act.conversationId}?why=${act.decisionId}`}>
                        <ActName type={act.type} />
                      </Link>
                    </td>
                    <td>
                      {act.state === "undone" ? (
                        <Trans>Taken back</Trans>
                      ) : act.why === null ? (
                        <Trans>Not looked at</Trans>
                      ) : (
                        <UndoWhy why={act.why} />
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {all > acts.length ? (
          <p className="i3">
            <Plural value={all - acts.length} one="# more" other="# more" />
          </p>
        ) : null}
      </div>
    </main>
  );
}

type StateProps = { readonly state: string; readonly done: number; readonly all: number };

function State({ state, done, all }: StateProps) {
  switch (state) {
    case "running":
      return (
        <Trans>
          {done} of {all} acts
        </Trans>
      );
    case "stopped":
      return (
        <Trans>
          Stopped at {done} of {all} acts
        </Trans>
      );
    default:
      return <Plural value={all} one="Done, # act" other="Done, # acts" />;
  }
}
