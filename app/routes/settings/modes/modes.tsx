import { Trans, useLingui } from "@lingui/react/macro";
import { data, Link } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { ModeName, ModeWhose } from "#app/ui/mode-name.tsx";
import { toWireError } from "#engine/actions/wire-error.ts";
import { modes } from "#engine/modes/mode-order.ts";
import { readModeState } from "#engine/modes/read-mode-state.ts";
import { returnToAuto } from "#engine/modes/return-to-auto.ts";
import { setMode } from "#engine/modes/set-mode.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { SettingsPage } from "../settings-page.tsx";
import type { Route } from "./+types/modes.ts";
import { AcceptanceState } from "./acceptance-state.tsx";
import { TargetList } from "./target-list.tsx";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { principal, read } = requirePrincipal(request, context);
  const { role } = principal;
  return {
    state: await read(readModeState),
    mayManage: may(role, "modes.manage"),
    mayReturn: may(role, "policies.publish"),
    mayReadShadow: may(role, "shadow.read"),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { deps, envelope } = requirePrincipal(request, context);
  const form = await request.formData();
  const text = (name: string) => fieldText(form, name);
  try {
    if (text("intent") === "return") {
      await returnToAuto(deps, envelope(crypto.randomUUID()));
      return { problem: null };
    }
    const channel = text("channelId");
    if (channel !== "" && !isId(channel)) return data({ problem: "not_found" }, { status: 404 });
    await setMode(deps, envelope(crypto.randomUUID()), {
      channelId: channel === "" ? null : channel,
      mode: modes.find((mode) => mode === text("mode")) ?? null,
    });
    return { problem: null };
  } catch (error) {
    const { kind } = toWireError(error);
    if (kind === "internal") throw error;
    return data({ problem: kind }, { status: kind === "not_found" ? 404 : 403 });
  }
}

export default function Modes({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { state, mayManage, mayReturn, mayReadShadow } = loaderData;
  return (
    <SettingsPage name={t`How far the AI may go`} help="modes-and-drafts" layout="modes-page">
      <p className="i2">
        <Trans>
          Policy, workspace, channel and conversation each have a mode, and the strictest holds. The
          policy's stands in its header; a conversation's is set in its menu.
        </Trans>
      </p>
      <p>
        <span className="st ai">
          <ModeName mode={state.holds.mode} />
        </span>{" "}
        <span className="i3">
          <ModeWhose reason={state.holds.reason} />
        </span>
      </p>
      {actionData?.problem == null ? null : (
        <p className="inl bad" role="alert">
          <Trans>That was not done: your role may not, or it is gone.</Trans>
        </p>
      )}
      <TargetList targets={state.targets} mayManage={mayManage} />
      <AcceptanceState
        acceptance={state.acceptance}
        fallbacks={state.fallbacks}
        mayReturn={mayReturn}
      />
      {mayReadShadow ? (
        <section>
          <h2>
            <Trans>Shadow</Trans>
          </h2>
          <p className="i3">
            <Trans>What the AI would have said, beside what people sent.</Trans>
          </p>
          <p>
            <Link className="link" to="/settings/modes/shadow">
              <Trans>Shadow report</Trans>
            </Link>
          </p>
        </section>
      ) : null}
    </SettingsPage>
  );
}
