import { makeDecoder } from "#contract/decode-request.ts";
import { OperatorHandshake } from "#contract/handshake.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { sessionTokenOf } from "#engine/tenancy/session-cookie.ts";
import { sessionHashOf } from "#engine/tenancy/sessions.ts";
import type { Admission } from "./admit.ts";
import { assertServed } from "./connect-error.ts";
import type { GatewayDeps, GatewayLimits } from "./gateway-deps.ts";
import { isOurOrigin } from "./origin.ts";
import type { SessionLookup } from "./session-lookup.ts";
import type { OperatorSocket } from "./sockets.ts";
import { fullBucket } from "./token-bucket.ts";

const decode = makeDecoder(OperatorHandshake);

/**
 * The handshake of a console: rate, origin, shape, version, session. The origin comes before the
 * cookie is looked at: a stranger's page learns nothing about it. Throws ActionRefused.
 */
export const makeOperatorAuthentication =
  (
    { config, publicOrigin }: GatewayDeps,
    limits: GatewayLimits,
    { admission, sessions }: { admission: Admission; sessions: SessionLookup },
  ) =>
  async (socket: OperatorSocket): Promise<void> => {
    admission.assertAdmitted(socket);
    const { headers, auth } = socket.handshake;
    const ours = { publicOrigin: publicOrigin(), publicUrl: config.publicUrl };
    if (!isOurOrigin(headers.origin ?? null, ours)) {
      throw new ActionRefused({
        kind: "origin",
        message: `The console connects from ${ours.publicOrigin} only. If people open it under another address, set XIN_PUBLIC_URL to that.`,
      });
    }
    const handshake = decode(auth);
    if (!handshake.ok) throw new ActionRefused(handshake.error);
    assertServed(handshake.value.version);

    const token = sessionTokenOf(headers.cookie, config.publicUrl);
    const sessionHash = token === null ? null : sessionHashOf(token);
    const principal = sessionHash === null ? null : await sessions.find(sessionHash);
    if (sessionHash === null || principal === null) {
      throw new ActionRefused({ kind: "unauthenticated", message: "Sign in, then connect again." });
    }
    const { tenantId } = handshake.value;
    if (tenantId !== undefined && tenantId !== principal.tenantId) {
      throw new ActionRefused({
        kind: "conflict",
        message: "You have switched to another workspace in another tab. Reload the page.",
      });
    }
    Object.assign(socket.data, {
      tenantId: principal.tenantId,
      principal,
      sessionHash,
      joined: new Set<string>(),
      joining: new Map<string, number>(),
      typing: new Map<string, boolean>(),
      bucket: fullBucket(limits.operatorRequests, Date.now()),
      inFlight: 0,
    } satisfies OperatorSocket["data"]);
  };
