import { v7 as uuidv7 } from "uuid";
import type { Envelope } from "../actions/envelope.ts";
import type { Principal } from "./principal.ts";

/** The envelope of a member's own act, with a key of its own. `name` and `role` come from the session. */
export const memberEnvelope = (
  principal: Pick<Principal, "tenantId" | "memberId"> & Partial<Pick<Principal, "name" | "role">>,
  options: { readonly idempotencyKey?: string; readonly traceparent?: string | null } = {},
): Envelope => ({
  tenantId: principal.tenantId,
  actor: {
    kind: "member",
    id: principal.memberId,
    name: principal.name ?? null,
    role: principal.role,
  },
  decisionId: null,
  depth: 0,
  idempotencyKey: options.idempotencyKey ?? uuidv7(),
  dryRun: false,
  traceparent: options.traceparent ?? null,
});
