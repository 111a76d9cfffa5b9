import { ActionRefused } from "../actions/action-refused.ts";
import type { Identity } from "./open-identity.ts";

/** For where no mail goes out at all: no code is sent, and none can be entered. */
export const noIdentity: Identity = {
  isSetUp: () => Promise.resolve(false),
  nextSendAt: () => Promise.resolve(null),
  planSend: () => Promise.reject(refusal()),
  send: () => Promise.reject(refusal()),
  enter: () => Promise.reject(refusal()),
};

const refusal = () =>
  new ActionRefused({ kind: "not_found", message: "No code was sent: no mail goes out here." });
