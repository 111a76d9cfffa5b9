import { Trans, useLingui } from "@lingui/react/macro";
import { data, useFetcher } from "react-router";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readPointerProtection } from "#db/reads/pointer-protection.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { protectPointers } from "#engine/policy/protect-pointers.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { SettingsPage } from "../settings-page.tsx";
import type { Route } from "./+types/publishing.ts";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { principal, read } = requirePrincipal(request, context);
  return {
    protection: await read(readPointerProtection),
    mayProtect: may(principal.role, "policies.protect"),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { deps, envelope } = requirePrincipal(request, context);
  const form = await request.formData();
  try {
    await protectPointers(deps, envelope(crypto.randomUUID()), {
      production: form.has("production"),
      canary: form.has("canary"),
      rollbackAlone: form.has("rollbackAlone"),
    });
    return { problem: null };
  } catch (error) {
    const { kind } = toWireError(error);
    if (kind === "internal") throw error;
    return data({ problem: kind }, { status: 403 });
  }
}

export default function Publishing({
  loaderData: { protection, mayProtect },
}: Route.ComponentProps) {
  const { t } = useLingui();
  const fetcher = useFetcher<typeof action>();
  const isBusy = fetcher.state !== "idle";
  const result = isBusy ? undefined : fetcher.data;
  const choices = [
    {
      name: "production",
      title: t`Publishing to everybody needs a second person`,
      says: t`A colleague looks at the change and the tests, and approves or declines.`,
    },
    {
      name: "canary",
      title: t`A canary needs a second person`,
      says: t`Also a version that answers only a share of the conversations.`,
    },
    {
      name: "rollbackAlone",
      title: t`One person may go back at once`,
      says: t`To a version that has answered before: an emergency brake does not wait. The audit log says that nobody else was asked.`,
    },
  ] as const;
  return (
    <SettingsPage name={t`Publishing`} help="policies">
      <p className="i2">
        <Trans>
          Which versions of a policy may answer visitors only after two people have agreed: one who
          asks, another who may publish and approves. Nobody approves what they asked for.
        </Trans>
      </p>
      <fetcher.Form
        method="post"
        className="settings-form"
        key={JSON.stringify(protection)}
        aria-label={t`Publishing`}
      >
        {choices.map(({ name, title, says }) => (
          <label key={name} className="choice protection-choice">
            <input
              type="checkbox"
              name={name}
              defaultChecked={protection[name]}
              disabled={!mayProtect}
            />
            <span>
              {title}
              <span className="i3">{says}</span>
            </span>
          </label>
        ))}
        {mayProtect ? (
          <button type="submit" className="btn" disabled={isBusy}>
            <Trans>Save</Trans>
          </button>
        ) : (
          <p className="i3">
            <Trans>Owners and admins set this.</Trans>
          </p>
        )}
        <span role="status">
          {result === undefined ? null : result.problem === null ? (
            <span className="st ok">
              <Trans>Saved</Trans>
            </span>
          ) : (
            <span className="inl bad">
              <Trans>That was not saved: your role may not. Ask an owner or admin.</Trans>
            </span>
          )}
        </span>
      </fetcher.Form>
    </SettingsPage>
  );
}
