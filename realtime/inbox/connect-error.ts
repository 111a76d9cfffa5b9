import type { WireError } from "#contract/ack.ts";
import { oldestServedVersion, protocolVersion } from "#contract/names.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { toWireError } from "#engine/actions/wire-error.ts";

/** A refused handshake as Socket.IO hands it to the client: `connect_error` with the refusal as `data`. */
export const toConnectError = (error: unknown): Error & { readonly data: WireError } => {
  const data = toWireError(error);
  return Object.assign(new Error(data.kind), { data });
};

/** Throws unless this node serves the version the client speaks. */
export const assertServed = (version: number): void => {
  if (version < oldestServedVersion) {
    throw new ActionRefused({
      kind: "outdated",
      message: `This page speaks version ${version} of the protocol, the server ${oldestServedVersion} to ${protocolVersion}. Reload the page.`,
    });
  }
  if (version <= protocolVersion) return;
  // During a roll-out a new page may meet an old node: the next attempt will find a new one.
  throw new ActionRefused({
    kind: "unavailable",
    message: `This server speaks version ${protocolVersion} of the protocol and does not know ${version} yet. Connect again.`,
    retryAfterMs: 2_000,
  });
};
