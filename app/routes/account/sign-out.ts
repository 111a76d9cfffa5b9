import { redirect } from "react-router";
import { servicesContext } from "#app/context.ts";
import { clearSessionCookie, sessionTokenOf } from "#engine/tenancy/session-cookie.ts";
import { closeSession } from "#engine/tenancy/sessions.ts";
import type { Route } from "./+types/sign-out.ts";

/** Ends the session here and in the database. */
export async function action({ request, context }: Route.ActionArgs) {
  const { db, config } = context.get(servicesContext);
  const token = sessionTokenOf(request.headers.get("cookie"), config.publicUrl);
  if (token !== null) await closeSession(db, token);
  return redirect("/sign-in", { headers: { "set-cookie": clearSessionCookie(config.publicUrl) } });
}

/** Typed into the address bar: nothing happens, the inbox opens. */
export const loader = () => redirect("/");
