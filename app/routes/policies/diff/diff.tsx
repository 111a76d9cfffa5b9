import { Trans, useLingui } from "@lingui/react/macro";
import { data, Form, Link, useSearchParams, useSubmit } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readPolicies, readPolicyVersions } from "#db/reads/policies.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { readPolicyDiff } from "#engine/policy-diff/read-policy-diff.ts";
import { maxPolicyLength } from "#engine/policy/parse-policy.ts";
import type { Route } from "./+types/diff.ts";
import { BehaviourPanel } from "../behaviour/behaviour-panel.tsx";
import { mayWritePolicies } from "../may-write-policies.ts";
import { DiffView } from "./diff-view.tsx";

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const { policyId } = params;
  if (!isId(policyId)) throw data(null, { status: 404 });
  const asked = new URL(request.url).searchParams;
  const found = await read(async (tx) => {
    const policy = (await readPolicies(tx)).find(({ id }) => id === policyId);
    if (policy === undefined) return null;
    const to = versionOf(asked.get("to")) ?? policy.lastVersion;
    const from = versionOf(asked.get("from")) ?? earlierThan(to, policy.productionVersion);
    const versions = await readPolicyVersions(tx, policyId);
    if (!isVersion(from, policy.lastVersion) || !isVersion(to, policy.lastVersion)) return null;
    const sides = { from: { version: from }, to: { version: to } };
    return { policy, versions, from, to, diff: await readPolicyDiff(tx, policyId, sides) };
  });
  if (found === null) throw data(null, { status: 404 });
  return { ...found, mayWrite: mayWritePolicies(principal.role) };
}

/** Compares a version with a page that is not saved. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { read } = requirePrincipal(request, context);
  const { policyId } = params;
  if (!isId(policyId)) throw data(null, { status: 404 });
  const form = await request.formData();
  const text = fieldText(form, "text").replaceAll("\r\n", "\n").slice(0, maxPolicyLength);
  const sides = { from: { version: versionOf(form.get("from")) ?? 0 }, to: { text } };
  try {
    return { diff: await read((tx) => readPolicyDiff(tx, policyId, sides)) };
  } catch (error) {
    if (toWireError(error).kind === "not_found") throw data(null, { status: 404 });
    throw error;
  }
}

const versionOf = (written: FormDataEntryValue | null): number | null =>
  typeof written === "string" && /^\d{1,9}$/.test(written) ? Number(written) : null;
const isVersion = (version: number, last: number) => version >= 1 && version <= last;

/** The one that answers visitors, or else the one before. */
const earlierThan = (version: number, production: number | null): number =>
  production !== null && production < version ? production : Math.max(1, version - 1);

export default function PolicyDiffPage({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { policy, versions, from, to, diff, mayWrite } = loaderData;
  const [asked] = useSearchParams();
  const submit = useSubmit();
  const look = asked.get("look") === "side" ? "side" : "inline";
  const side = (name: "from" | "to", label: string, value: number) => (
    <select
      className="field"
      name={name}
      aria-label={label}
      value={value}
      onChange={({ target: { form } }) => {
        if (form === null) return;
        const fields = new FormData(form);
        // No button was pressed that would say how it is shown.
        fields.set("look", look);
        void submit(fields);
      }}
    >
      {versions.map(({ version, authorName }) => (
        <option key={version} value={version}>
          {version === policy.productionVersion
            ? t`v${version}, ${authorName} (answers visitors)`
            : `v${version}, ${authorName}`}
        </option>
      ))}
    </select>
  );
  return (
    <main className="page" id="content">
      <title>{t`${policy.name} · Xin`}</title>
      <header className="bar page-bar">
        <h1 className="tr">
          <Link className="crumb" to="/policies">
            <Trans>Policies</Trans>
          </Link>
          <span className="sep">/</span>
          <Link className="crumb" to={`/policies/${policy.id}?version=${to}`}>
            {policy.name}
          </Link>
          <span className="sep">/</span>
          <Trans>Compare</Trans>
        </h1>
      </header>
      <div className="page-body diff-page" tabIndex={-1}>
        <Form className="diff-form">
          {side("from", t`Earlier version`, from)}
          <span aria-hidden="true">→</span>
          {side("to", t`Later version`, to)}
          <span className="seg" role="group" aria-label={t`Look`}>
            <LookButton look="inline" now={look}>
              <Trans>Inline</Trans>
            </LookButton>
            <LookButton look="side" now={look}>
              <Trans>Side by side</Trans>
            </LookButton>
          </span>
          <noscript>
            <button type="submit" className="btn">
              <Trans>Compare</Trans>
            </button>
          </noscript>
        </Form>
        <DiffView diff={diff} look={look} />
        {mayWrite && from !== to ? (
          <BehaviourPanel
            before={{ policyId: policy.id, version: from }}
            after={{ policyId: policy.id, version: to }}
          />
        ) : null}
      </div>
    </main>
  );
}

function LookButton({
  look,
  now,
  children,
}: {
  readonly look: string;
  readonly now: string;
  readonly children: React.ReactNode;
}) {
  return (
    <button
      type="submit"
      name="look"
      value={look}
      className={look === now ? "on" : undefined}
      aria-pressed={look === now}
    >
      {children}
    </button>
  );
}
