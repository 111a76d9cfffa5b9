import { makeDecoder } from "#contract/decode-request.ts";
import { VisitorHandshake } from "#contract/handshake.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import type { Admission } from "./admit.ts";
import type { ChannelCache } from "./channel-cache.ts";
import { assertServed } from "./connect-error.ts";
import type { GatewayDeps, GatewayLimits } from "./gateway-deps.ts";
import { isAllowedForWidget, originOf } from "./origin.ts";
import type { VisitorSocket } from "./sockets.ts";
import { fullBucket } from "./token-bucket.ts";

const decode = makeDecoder(VisitorHandshake);

/**
 * The handshake of a widget: rate, shape, version, key, origin, in this order, so that what costs least
 * comes first. Who the visitor is comes later, with `session.start`. Throws ActionRefused.
 */
export const makeVisitorAuthentication =
  (
    { publicOrigin }: GatewayDeps,
    limits: GatewayLimits,
    { admission, channels }: { admission: Admission; channels: ChannelCache },
  ) =>
  async (socket: VisitorSocket): Promise<void> => {
    admission.assertAdmitted(socket);
    const handshake = decode(socket.handshake.auth);
    if (!handshake.ok) throw new ActionRefused(handshake.error);
    assertServed(handshake.value.version);

    const channel = await channels.find(handshake.value.key);
    if (channel === null) {
      throw new ActionRefused({
        kind: "unauthenticated",
        message: "There is no widget with this key. Copy the snippet from the settings again.",
      });
    }
    const origin = originOf(socket.handshake.headers, publicOrigin());
    if (!isAllowedForWidget(origin, channel.allowedOrigins)) {
      throw new ActionRefused({
        kind: "origin",
        message: "This page may not show the widget. Add its origin in the channel's settings.",
      });
    }
    Object.assign(socket.data, {
      tenantId: channel.tenantId,
      channel,
      contactId: null,
      starts: 0,
      locale: "en",
      own: new Set<string>(),
      joined: new Set<string>(),
      typing: new Map<string, boolean>(),
      bucket: fullBucket(limits.visitorRequests, Date.now()),
      inFlight: 0,
    } satisfies VisitorSocket["data"]);
  };
