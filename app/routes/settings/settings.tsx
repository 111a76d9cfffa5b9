import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Form, redirect } from "react-router";
import { requestContext } from "#app/context.ts";
import { localeCookie, locales } from "#app/i18n/locale.ts";
import { fieldText } from "#app/server/field-text.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { setSingleKeys, singleKeysOn } from "#app/ui/shortcuts.tsx";
import { chooseTheme, chosenTheme, themes, type Theme } from "#app/ui/theme.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { sessionTokenOf } from "#engine/tenancy/session-cookie.ts";
import { setPassword } from "#engine/tenancy/set-password.ts";
import { updateProfile } from "#engine/tenancy/update-profile.ts";
import type { Route } from "./+types/settings.ts";
import { WorkspaceLinks } from "./workspace-links.tsx";

const yearS = 31_536_000;

export function loader({ request, context }: Route.LoaderArgs) {
  const { principal } = requirePrincipal(request, context);
  return {
    name: principal.name,
    email: principal.email,
    role: principal.role,
    mayReadModels: may(principal.role, "models.read"),
    mayReadCrm: may(principal.role, "crm.read"),
    mayReadMail: may(principal.role, "mail.read"),
    workspace: principal.tenantName,
    locale: context.get(requestContext).locale,
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { principal, services, envelope } = requirePrincipal(request, context);
  const form = await request.formData();
  const text = (name: string) => fieldText(form, name);
  const intent = text("intent");
  try {
    if (intent === "name") {
      await updateProfile(services.db, envelope(crypto.randomUUID()), { name: text("name") });
      return { done: "name" as const };
    }
    if (intent === "password") {
      const keptToken =
        sessionTokenOf(request.headers.get("cookie"), services.config.publicUrl) ?? "";
      const current = text("current");
      await setPassword(services.db, principal, {
        current: current === "" ? null : current,
        next: text("next"),
        keptToken,
      });
      return { done: "password" as const };
    }
  } catch (error) {
    const { kind, message } = toWireError(error);
    if (kind === "internal") throw error;
    return { problem: { intent, kind, message } };
  }
  const locale = locales.find((one) => one === text("locale")) ?? "en";
  await updateProfile(services.db, envelope(crypto.randomUUID()), { locale });
  return redirect("/settings", {
    headers: { "set-cookie": `${localeCookie}=${locale}; Path=/; Max-Age=${yearS}; SameSite=Lax` },
  });
}

export default function Settings({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { name, email, role, workspace, locale, mayReadModels, mayReadCrm, mayReadMail } =
    loaderData;
  const done = actionData !== undefined && "done" in actionData ? actionData.done : undefined;
  const problem =
    actionData !== undefined && "problem" in actionData ? actionData.problem : undefined;
  return (
    <main className="page" id="content">
      <title>{t`Settings · Xin`}</title>
      <header className="bar page-bar">
        <h1>
          <Trans>Settings</Trans>
        </h1>
      </header>
      <div className="page-body settings">
        <WorkspaceLinks
          workspace={workspace}
          mayReadModels={mayReadModels}
          mayReadCrm={mayReadCrm}
          mayReadMail={mayReadMail}
        />
        <section>
          <h2>
            <Trans>You</Trans>
          </h2>
          <p className="i3">
            {email}, <RoleName role={role} />, {workspace}
          </p>
          <Form method="post" className="settings-form">
            <input type="hidden" name="intent" value="name" />
            <label>
              <Trans>Name, as visitors see it</Trans>
              <input className="field" name="name" defaultValue={name} maxLength={100} required />
            </label>
            <button type="submit" className="btn">
              <Trans>Save name</Trans>
            </button>
            {done === "name" ? <Done /> : null}
          </Form>
        </section>
        <section>
          <h2>
            <Trans>Language</Trans>
          </h2>
          <Form method="post" reloadDocument className="seg">
            <input type="hidden" name="intent" value="language" />
            <button
              type="submit"
              name="locale"
              value="en"
              lang="en"
              className={locale === "en" ? "on" : ""}
              aria-pressed={locale === "en"}
            >
              English
            </button>
            <button
              type="submit"
              name="locale"
              value="zh"
              lang="zh"
              className={locale === "zh" ? "on" : ""}
              aria-pressed={locale === "zh"}
            >
              中文
            </button>
          </Form>
        </section>
        <Appearance />
        <section>
          <h2>
            <Trans>Password</Trans>
          </h2>
          <p className="i3">
            <Trans>
              At least 8 characters; a sentence you remember is best. Other sessions end.
            </Trans>
          </p>
          <Form method="post" className="settings-form">
            <input type="hidden" name="intent" value="password" />
            <input type="hidden" name="username" value={email} autoComplete="username" />
            <label>
              <Trans>Current password, empty when you have none</Trans>
              <input
                className="field"
                name="current"
                type="password"
                autoComplete="current-password"
              />
            </label>
            <label>
              <Trans>New password</Trans>
              <input
                className="field"
                name="next"
                type="password"
                autoComplete="new-password"
                minLength={8}
                required
              />
            </label>
            <button type="submit" className="btn">
              <Trans>Set password</Trans>
            </button>
            {done === "password" ? <Done /> : null}
            {problem === undefined ? null : (
              <p className="inl bad" role="alert">
                {problem.kind === "forbidden" ? (
                  <Trans>The current password is wrong.</Trans>
                ) : (
                  <Trans>
                    It will not do: too short, too common, or like your name. Choose another.
                  </Trans>
                )}
              </p>
            )}
          </Form>
        </section>
      </div>
    </main>
  );
}

function Done() {
  return (
    <p className="st ok" role="status">
      <Trans>Saved</Trans>
    </p>
  );
}

/** Theme and keys: kept in this browser. */
function Appearance() {
  const { t } = useLingui();
  const [theme, setTheme] = useState<Theme>("system");
  const [keys, setKeys] = useState<"on" | "off">("on");
  useEffect(() => {
    setTheme(chosenTheme());
    setKeys(singleKeysOn() ? "on" : "off");
  }, []);
  const names: Record<Theme, string> = { system: t`As the device`, light: t`Light`, dark: t`Dark` };
  return (
    <>
      <section>
        <h2>
          <Trans>Appearance</Trans>
        </h2>
        <div className="seg" role="group" aria-label={t`Appearance`}>
          {themes.map((one) => (
            <button
              key={one}
              type="button"
              className={one === theme ? "on" : ""}
              aria-pressed={one === theme}
              onClick={() => {
                chooseTheme(one);
                setTheme(one);
              }}
            >
              {names[one]}
            </button>
          ))}
        </div>
      </section>
      <section>
        <h2>
          <Trans>Keys</Trans>
        </h2>
        <label className="row settings-switch">
          <input
            type="checkbox"
            checked={keys === "on"}
            onChange={(event) => {
              const next = event.target.checked ? "on" : "off";
              setSingleKeys(next);
              setKeys(next);
            }}
          />
          <Trans>Single letters act, such as T to take over. Turn off when you dictate.</Trans>
        </label>
      </section>
    </>
  );
}

function RoleName({ role }: { readonly role: string }) {
  switch (role) {
    case "owner":
      return <Trans>Owner</Trans>;
    case "admin":
      return <Trans>Admin</Trans>;
    case "operator":
      return <Trans>Operator</Trans>;
    case "author":
      return <Trans>Author</Trans>;
    default:
      return <Trans>Viewer</Trans>;
  }
}
