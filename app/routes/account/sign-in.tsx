import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { Form, redirect, useNavigation } from "react-router";
import { principalContext, requestContext, servicesContext } from "#app/context.ts";
import { forgetKeptDocs } from "#app/sync/docs/forget-kept-docs.ts";
import { Mark } from "#app/ui/icons.tsx";
import { toWireError } from "#engine/actions/wire-error.ts";
import { serializeSessionCookie } from "#engine/tenancy/session-cookie.ts";
import {
  openSession,
  sessionLifetimeMs,
  useSignInLink as redeemLink,
} from "#engine/tenancy/sessions.ts";
import { signInWithPassword } from "#engine/tenancy/sign-in-with-password.ts";
import type { Route } from "./+types/sign-in.ts";

/** Why signing in did not work. */
type Problem = "link" | "password" | "throttled" | "missing";

export function loader({ request, context }: Route.LoaderArgs) {
  const url = new URL(request.url);
  const token = url.searchParams.get("token");
  if (token === null && context.get(principalContext) !== null) throw redirect(nextOf(url));
  return { token, next: nextOf(url), locale: context.get(requestContext).locale };
}

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const facts = context.get(requestContext);
  const form = await request.formData();
  const next = nextOf(new URL(request.url));
  const token = form.get("token");
  if (typeof token === "string") {
    const member = await redeemLink(services.db, token);
    if (member === null) return refused("link");
    return enter(await openSession(services.db, member), next, services.config.publicUrl);
  }
  const email = form.get("email");
  const password = form.get("password");
  if (
    typeof email !== "string" ||
    typeof password !== "string" ||
    email === "" ||
    password === ""
  ) {
    return refused("missing");
  }
  try {
    const answer = await signInWithPassword(services.db, email, password, facts.address);
    if (answer === null) return refused("password");
    return enter(answer.token, next, services.config.publicUrl);
  } catch (error) {
    if (toWireError(error).kind === "overloaded") return refused("throttled");
    throw error;
  }
}

const refused = (problem: Problem) => ({ problem });

const enter = (token: string, next: string, publicUrl: string | null) =>
  redirect(next, {
    headers: { "set-cookie": serializeSessionCookie(token, publicUrl, sessionLifetimeMs) },
  });

/** Where to go afterwards: a path of our own, never another site. */
const nextOf = (url: URL): string => {
  const next = url.searchParams.get("next") ?? "/";
  return /^\/(?![/\\])/.test(next) ? next : "/";
};

export default function SignIn({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useLingui();
  const busy = useNavigation().state !== "idle";
  const problem = actionData?.problem;
  const { token, next } = loaderData;
  const byLink = token !== null && problem === undefined;
  // Whoever was signed in here is not any more.
  useEffect(() => void forgetKeptDocs(), []);
  return (
    <main className="lone sign-in">
      <title>{t`Sign in · Xin`}</title>
      <span className="lone-mark">
        <Mark />
      </span>
      <h1>
        <Trans>Sign in to Xin</Trans>
      </h1>
      {problem === undefined ? null : (
        <p className="inl bad" role="alert">
          <ProblemText problem={problem} />
        </p>
      )}
      {byLink ? (
        <Form method="post" className="lone-form">
          <input type="hidden" name="token" value={token} />
          <p className="i2">
            <Trans>This link signs you in once, in this browser.</Trans>
          </p>
          <button type="submit" className="btn pri xl" disabled={busy}>
            <Trans>Sign in</Trans>
          </button>
        </Form>
      ) : (
        <Form
          method="post"
          action={`/sign-in?next=${encodeURIComponent(next)}`}
          className="lone-form"
        >
          <label>
            <Trans>E-mail</Trans>
            <input className="field" name="email" type="email" autoComplete="username" required />
          </label>
          <label>
            <Trans>Password</Trans>
            <input
              className="field"
              name="password"
              type="password"
              autoComplete="current-password"
              required
            />
          </label>
          <button type="submit" className="btn pri xl" disabled={busy}>
            <Trans>Sign in</Trans>
          </button>
          <p className="xs i3">
            <Trans>
              No password yet? Use the sign-in link that the server printed when it started, then
              set one in Settings.
            </Trans>
          </p>
        </Form>
      )}
      <p className="xs lone-lang">
        <a
          href={`/sign-in?lang=${loaderData.locale === "zh" ? "en" : "zh"}`}
          lang={loaderData.locale === "zh" ? "en" : "zh"}
        >
          {loaderData.locale === "zh" ? "English" : "中文"}
        </a>
      </p>
    </main>
  );
}

function ProblemText({ problem }: { readonly problem: Problem }) {
  switch (problem) {
    case "link":
      return (
        <Trans>
          This link was used already or is too old. Sign in with your password, or ask for a new
          link.
        </Trans>
      );
    case "password":
      return <Trans>E-mail and password do not fit together. Check both and try again.</Trans>;
    case "throttled":
      return <Trans>Too many attempts. Wait a minute and try again.</Trans>;
    case "missing":
      return <Trans>Enter your e-mail and your password.</Trans>;
  }
}
