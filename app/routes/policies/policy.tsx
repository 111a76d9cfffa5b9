import { Trans, useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { Link, data, redirect } from "react-router";
import { requestContext } from "#app/context.ts";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { HelpLink } from "#app/ui/help-link.tsx";
import { EyeIcon } from "#app/ui/icons.tsx";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readChannels } from "#db/reads/channels.ts";
import {
  readPolicies,
  readPolicyVersion,
  readPolicyVersions,
  readProductionPolicy,
  readPublishedVersions,
} from "#db/reads/policies.ts";
import { readPointerProtection } from "#db/reads/pointer-protection.ts";
import { readPublishRequests } from "#db/reads/publish-requests.ts";
import {
  readCanary,
  readCanaryMove,
  readShadow,
  readStoppedCanary,
} from "#db/reads/policy-moves.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { type KnownNames, readKnownNames } from "#engine/policy/known-names.ts";
import { readPageWords } from "#engine/policy/page-words.ts";
import { parsePolicy } from "#engine/policy/parse-policy.ts";
import { savePolicyVersion } from "#engine/policy/save-policy-version.ts";
import { channelLook, readChannelSettings } from "#engine/tenancy/channel-settings.ts";
import { may } from "#engine/tenancy/permissions.ts";
import type { Route } from "./+types/policy.ts";
import { mayWritePolicies } from "./may-write-policies.ts";
import { CompareButton } from "./diff/compare-button.tsx";
import { movePolicyPointer, publishProblemOf } from "./move-policy-pointer.ts";
import { PolicyEditor } from "./policy-editor.tsx";
import { PreviewPane } from "./preview/preview-pane.tsx";
import { VersionList } from "./version-list.tsx";

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read, principal, services } = requirePrincipal(request, context);
  const id = params.policyId;
  if (!isId(id)) throw data(null, { status: 404 });
  const asked = Number(new URL(request.url).searchParams.get("version") ?? Number.NaN);
  const found = await read(async (tx) => {
    const policy = (await readPolicies(tx)).find((one) => one.id === id);
    if (policy === undefined) return null;
    const versions = await readPolicyVersions(tx, id);
    const number = Number.isSafeInteger(asked) ? asked : (versions[0]?.version ?? 0);
    const [channel] = await readChannels(tx);
    const [answering, canary] = [await readProductionPolicy(tx), await readCanary(tx)];
    const look = channelLook(channel?.name ?? policy.name, readChannelSettings(channel?.settings));
    return {
      policy,
      versions,
      look,
      words: await readPageWords(tx),
      answering:
        answering === null
          ? null
          : {
              policyId: answering.policyId,
              policyName: answering.policyName,
              version: answering.version,
            },
      canary,
      shadow: await readShadow(tx),
      stopped: await readStoppedCanary(tx),
      canaryMove: await readCanaryMove(tx),
      mayProve: await services.mail.isSetUp(tx),
      version: await readPolicyVersion(tx, id, number),
      published: await readPublishedVersions(tx, id),
      protection: await readPointerProtection(tx),
      requests: (await readPublishRequests(tx)).filter(({ policyId }) => policyId === id),
    };
  });
  if (found === null || found.version === null) throw data(null, { status: 404 });
  // Named anew: here TypeScript knows that the version is there.
  const { version } = found;
  const { memberId, role } = principal;
  const reader = { memberId, mayPublish: may(role, "policies.publish") };
  return { ...found, version, reader, mayWrite: mayWritePolicies(role) };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { deps, envelope, read, services } = requirePrincipal(request, context);
  const { locale } = context.get(requestContext);
  const policyId = params.policyId;
  if (!isId(policyId)) throw data(null, { status: 404 });
  const form = await request.formData();
  const intent = form.get("intent");
  const text = fieldText(form, "text").replaceAll("\r\n", "\n");
  const known = await read(readKnownNames);
  if (intent === "check") return { problems: problemsOf(text, known) };
  try {
    const moved = await movePolicyPointer(
      { ...deps, replay: services.replay },
      envelope(crypto.randomUUID()),
      { policyId, form },
    );
    if (moved) return { problem: null };
    const problems = problemsOf(text, known);
    if (problems.length > 0) return { problems };
    const note = fieldText(form, "note");
    await savePolicyVersion(deps, envelope(crypto.randomUUID()), {
      policyId,
      text,
      note: note === "" ? null : note,
      baseVersion: Number(fieldText(form, "baseVersion")),
      writtenIn: form.get("writtenIn") === "page" ? "page" : undefined,
    });
    return redirect(`/policies/${policyId}`);
  } catch (error) {
    const problem = toWireError(error);
    if (problem.kind === "internal") throw error;
    return data({ problem: { ...problem, ...publishProblemOf(error, locale) } }, { status: 422 });
  }
}

const problemsOf = (text: string, known: KnownNames) => {
  const parsed = parsePolicy(text, known);
  return parsed.ok ? [] : parsed.problems;
};

export default function PolicyPage({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const {
    policy,
    versions,
    version,
    look,
    published,
    answering,
    canary,
    mayWrite,
    mayProve,
    words,
  } = loaderData;
  const { protection, requests, reader, stopped, canaryMove, shadow } = loaderData;
  const number = version.version;
  const [text, setText] = useState<string | null>(null);
  const [isPreviewed, setPreviewed] = useState(false);
  const previewButton = useRef<HTMLButtonElement>(null);
  return (
    <main className="page" id="content">
      <title>{t`${policy.name} · Xin`}</title>
      <header className="bar page-bar">
        <h1 className="tr">
          <Link className="crumb" to="/policies">
            <Trans>Policies</Trans>
          </Link>
          <span className="sep">/</span>
          {policy.name}
        </h1>
        <HelpLink to="policies" />
        <span className="end st num policy-now">
          {policy.productionVersion === number ? (
            <span className="st ok">
              <Trans>v{number} answers visitors</Trans>
            </span>
          ) : (
            <span>
              <Trans>v{number}</Trans>
            </span>
          )}
        </span>
        <CompareButton
          policyId={policy.id}
          version={number}
          versions={versions.map((one) => one.version)}
          unsaved={text === null || text === version.text ? null : text}
        />
        {mayWrite ? (
          <button
            type="button"
            className="btn"
            ref={previewButton}
            aria-pressed={isPreviewed}
            onClick={() => setPreviewed(!isPreviewed)}
          >
            <EyeIcon />
            <span className="preview-word">
              <Trans>Preview</Trans>
            </span>
          </button>
        ) : null}
      </header>
      {mayProve || !(text ?? version.text).includes("verify_identity") ? null : (
        <p className="inl warn" role="status">
          <Trans>
            This page grants verify_identity, and no mail goes out of this workspace: the AI is not
            offered the tool, and reads no order or ticket.{" "}
            <Link className="link" to="/settings/mail">
              Set up a mail server
            </Link>
            .
          </Trans>
        </p>
      )}
      <div className="policy-grid" data-previewed={isPreviewed}>
        <PolicyEditor
          key={`${policy.id}-${number === policy.lastVersion ? "newest" : number}`}
          policyId={policy.id}
          version={version}
          newest={policy.lastVersion}
          mayWrite={mayWrite}
          words={words}
          onText={setText}
        />
        {isPreviewed ? (
          <PreviewPane
            policyId={policy.id}
            text={text ?? version.text}
            look={look}
            opener={previewButton}
            onClose={() => {
              setPreviewed(false);
              previewButton.current?.focus();
            }}
          />
        ) : (
          <VersionList
            policyId={policy.id}
            versions={versions}
            shown={number}
            pointers={{ answering, canary, shadow, canaryMove, published, mayWrite, protection }}
            stopped={stopped}
            requests={requests}
            reader={reader}
          />
        )}
      </div>
    </main>
  );
}
