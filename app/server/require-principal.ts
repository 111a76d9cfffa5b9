import { redirect, type RouterContextProvider } from "react-router";
import type { Tx } from "#db/client.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { readForRole } from "#engine/modes/read-for-role.ts";
import type { Services } from "#engine/runtime/services.ts";
import type { Principal } from "#engine/tenancy/principal.ts";
import { principalContext, requestContext, servicesContext } from "../context.ts";

/** What a signed-in request works with. */
export type Signed = {
  readonly principal: Principal;
  readonly services: Services;
  /** Reads as the member's tenant. */
  read<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  /** The envelope of an act of this member. */
  envelope(idempotencyKey: string): Envelope;
  readonly deps: ActionDeps;
};

/** The member behind a request; others are sent to sign in and come back afterwards. */
export const requirePrincipal = (
  request: Request,
  context: Readonly<RouterContextProvider>,
): Signed => {
  const principal = context.get(principalContext);
  if (principal === null) {
    const { pathname, search } = new URL(request.url);
    const next = request.method === "GET" ? `?next=${encodeURIComponent(pathname + search)}` : "";
    throw redirect(`/sign-in${next}`);
  }
  const services = context.get(servicesContext);
  const { traceparent } = context.get(requestContext);
  return {
    principal,
    services,
    read: (run) => readForRole(services.db, principal.tenantId, principal.role, run),
    envelope: (idempotencyKey) => ({
      tenantId: principal.tenantId,
      actor: {
        kind: "member",
        id: principal.memberId,
        name: principal.name,
        role: principal.role,
      },
      decisionId: null,
      depth: 0,
      idempotencyKey,
      dryRun: false,
      traceparent,
    }),
    deps: { db: services.db, bus: services.bus, log: services.log },
  };
};
