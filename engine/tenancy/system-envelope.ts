import { v7 as uuidv7 } from "uuid";
import type { Envelope } from "../actions/envelope.ts";

/**
 * An envelope for what the installation does by itself: the command line and the demo. `name` is
 * what the audit log shows, such as `xin tenant create`. It may do what an owner may.
 */
export const systemEnvelope = (tenantId: string, name: string): Envelope => ({
  tenantId,
  actor: { kind: "system", id: null, name, role: "owner" },
  decisionId: null,
  depth: 0,
  idempotencyKey: uuidv7(),
  dryRun: false,
  traceparent: null,
});
