import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { data, Link, useRevalidator } from "react-router";
import { isId } from "#app/server/is-id.ts";
import { useKeptFocus } from "#app/ui/use-kept-focus.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readPolicies } from "#db/reads/policies.ts";
import { readShadow } from "#db/reads/policy-moves.ts";
import { pointedVersion } from "#engine/policy/pointed-version.ts";
import { readShadowState } from "#engine/policy-shadow/read-shadow-state.ts";
import { readShadowTurns } from "#engine/policy-shadow/read-shadow-turns.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { mayWritePolicies } from "../may-write-policies.ts";
import type { Route } from "./+types/shadow.ts";
import { EndShadow } from "./set-shadow.tsx";
import { ShadowSums } from "./shadow-sums.tsx";
import { ShadowTurnItem } from "./shadow-turn-item.tsx";

/** While it is shown, it is read anew this often, in milliseconds. */
const refreshMs = 5_000;

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const { policyId } = params;
  if (!isId(policyId)) throw data(null, { status: 404 });
  const mayRead = may(principal.role, "shadow.read");
  const found = await read(async (tx) => {
    const policy = (await readPolicies(tx)).find(({ id }) => id === policyId);
    if (policy === undefined) return null;
    const version = mayRead ? pointedVersion(await readShadow(tx)) : null;
    return {
      policy,
      state: mayRead ? await readShadowState(tx) : { shadow: null, comparison: null },
      turns: version?.policyId === policyId ? await readShadowTurns(tx, version) : [],
    };
  });
  if (found === null) throw data(null, { status: 404 });
  return data(
    { ...found, mayRead, mayWrite: mayWritePolicies(principal.role) },
    { status: mayRead ? 200 : 403 },
  );
}

/** What the version in the shadow would have said, beside what was said. */
export default function PolicyShadow({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { policy } = loaderData;
  const focus = useKeptFocus<HTMLDivElement>("a");
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void revalidate();
    }, refreshMs);
    return () => clearInterval(timer);
  }, [revalidate]);
  return (
    <main className="page" id="content">
      <title>{t`Shadow of ${policy.name} · Xin`}</title>
      <header className="bar page-bar">
        <h1 className="tr">
          <Link className="crumb" to="/policies">
            <Trans>Policies</Trans>
          </Link>
          <span className="sep">/</span>
          <Link className="crumb" to={`/policies/${policy.id}`}>
            {policy.name}
          </Link>
          <span className="sep">/</span>
          <Trans>Shadow</Trans>
        </h1>
      </header>
      <div className="page-body replay-page" {...focus}>
        <Body {...loaderData} />
      </div>
    </main>
  );
}

function Body({ policy, state, turns, mayRead, mayWrite }: Route.ComponentProps["loaderData"]) {
  const { i18n, t } = useLingui();
  const { shadow, comparison } = state;
  if (!mayRead) {
    return (
      <p className="inl">
        <Trans>Your role may not see it. Ask an admin of this workspace.</Trans>
      </p>
    );
  }
  if (shadow === null || comparison === null) {
    return (
      <p className="i2">
        <Trans>
          Nothing decides in the shadow. Choose a version on the{" "}
          <Link className="link" to={`/policies/${policy.id}`}>
            page of the policy
          </Link>
          , and see here what it would have said.
        </Trans>
      </p>
    );
  }
  if (shadow.policyId !== policy.id) {
    return (
      <p className="i2">
        <Trans>
          v{shadow.version} of{" "}
          <Link className="link" to={`/policies/${shadow.policyId}/shadow`}>
            {shadow.policyName}
          </Link>{" "}
          decides in the shadow. One version does at a time.
        </Trans>
      </p>
    );
  }
  const share = i18n.number(shadow.share ?? 0, { style: "percent", maximumFractionDigits: 1 });
  const shown = turns.length;
  const changed = turns.filter((turn) => turn.changed.outcome || turn.changed.answer).length;
  return (
    <>
      <div className="row shadow-head">
        <p className="grow">
          <Trans>
            <b>v{shadow.version}</b> decides silently about {share} of the conversations.
          </Trans>
        </p>
        {mayWrite ? <EndShadow policyId={policy.id} /> : null}
      </div>
      {comparison.decided === 0 ? (
        <p className="i3" role="status">
          <Trans>
            Nothing decided yet. Questions appear here a moment after they are answered.
          </Trans>
        </p>
      ) : (
        <>
          <ShadowSums comparison={comparison} version={shadow.version ?? 0} />
          <p className="xs i3" role="status">
            <Plural
              value={changed}
              one="# of the questions below would have been answered otherwise; it comes first."
              other="# of the questions below would have been answered otherwise; they come first."
            />{" "}
            {comparison.decided > shown ? (
              <Trans>
                {shown} of {comparison.decided} are shown.
              </Trans>
            ) : null}
          </p>
          <ol className="replay-turns" aria-label={t`Questions`}>
            {turns.map((turn) => (
              <ShadowTurnItem key={turn.decisionId} turn={turn} version={shadow.version ?? 0} />
            ))}
          </ol>
        </>
      )}
    </>
  );
}
