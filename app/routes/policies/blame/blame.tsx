import { Trans, useLingui } from "@lingui/react/macro";
import { data, Form, Link, useSubmit } from "react-router";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { readPolicies, readPolicyVersions } from "#db/reads/policies.ts";
import type { BlamedVersion } from "#engine/policy-blame/policy-blame.ts";
import { readPolicyBlame } from "#engine/policy-blame/read-policy-blame.ts";
import type { Route } from "./+types/blame.ts";
import { changeAddress } from "../change-address.ts";
import { type BlameGroup, blameGroups } from "./blame-groups.ts";

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  const { policyId } = params;
  if (!isId(policyId)) throw data(null, { status: 404 });
  const asked = new URL(request.url).searchParams.get("version");
  const found = await read(async (tx) => {
    const policy = (await readPolicies(tx)).find(({ id }) => id === policyId);
    if (policy === undefined) return null;
    const version = /^\d{1,9}$/.test(asked ?? "") ? Number(asked) : policy.lastVersion;
    if (version < 1 || version > policy.lastVersion) return null;
    const versions = await readPolicyVersions(tx, policyId);
    return { policy, versions, blame: await readPolicyBlame(tx, policyId, version) };
  });
  if (found === null) throw data(null, { status: 404 });
  return found;
}

/** Who wrote which line of a version, and where it came into the page. */
export default function PolicyBlamePage({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { policy, versions, blame } = loaderData;
  const submit = useSubmit();
  const from = new Map(blame.versions.map((one) => [one.version, one]));
  return (
    <main className="page" id="content">
      <title>{t`${policy.name} · Xin`}</title>
      <header className="bar page-bar">
        <h1 className="tr">
          <Link className="crumb" to="/policies">
            <Trans>Policies</Trans>
          </Link>
          <span className="sep">/</span>
          <Link className="crumb" to={`/policies/${policy.id}?version=${blame.version}`}>
            {policy.name}
          </Link>
          <span className="sep">/</span>
          <Trans>Who wrote what</Trans>
        </h1>
      </header>
      <div className="page-body blame-page" tabIndex={-1}>
        <Form className="diff-form">
          <select
            className="field"
            name="version"
            aria-label={t`Version`}
            value={blame.version}
            onChange={({ target: { form } }) => form !== null && void submit(form)}
          >
            {versions.map(({ version, authorName }) => (
              <option key={version} value={version}>{`v${version}, ${authorName}`}</option>
            ))}
          </select>
          <noscript>
            <button type="submit" className="btn">
              <Trans>Show</Trans>
            </button>
          </noscript>
        </Form>
        {blame.cutAt === null ? null : (
          <p className="inl">
            <Trans>Lines of v{blame.cutAt} may be older than it: it is as far as this looks.</Trans>
          </p>
        )}
        <ol className="blame" aria-label={t`Lines of v${blame.version}`}>
          {blameGroups(blame.lines).map((group) => (
            <Group
              key={group.first}
              policyId={policy.id}
              group={group}
              from={from.get(group.version) ?? null}
            />
          ))}
        </ol>
      </div>
    </main>
  );
}

function Group({
  policyId,
  group: { first, version, typedBy, lines },
  from,
}: {
  readonly policyId: string;
  readonly group: BlameGroup;
  readonly from: BlamedVersion | null;
}) {
  const { i18n } = useLingui();
  const author = from?.authorName ?? "";
  const typists = new Intl.ListFormat(i18n.locale, { type: "conjunction" }).format(typedBy);
  return (
    <li className="blame-group">
      <div className="blame-who xs">
        <span className="row">
          <Link to={changeAddress(policyId, version)}>v{version}</Link>
          <span className="grow tr">{typedBy.length === 0 ? author : typists}</span>
          {from === null ? null : (
            <span className="i3">
              <ClockTime at={from.createdAt} />
            </span>
          )}
        </span>
        {typedBy.length === 0 || typists === author ? null : (
          <span className="i3">
            <Trans>saved by {author}</Trans>
          </span>
        )}
        {from?.note == null ? null : <span className="i3 blame-note">{from.note}</span>}
      </div>
      <div className="blame-lines">
        {lines.map((line, index) => (
          <p key={first + index}>
            <span className="num" aria-hidden="true">
              {first + index}
            </span>
            {/* An empty line keeps its height. */}
            <span>{line === "" ? "\u200B" : line}</span>
          </p>
        ))}
      </div>
    </li>
  );
}
