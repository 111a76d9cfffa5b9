import type { Agent } from "undici";
import { addressRules } from "../knowledge/web/address-rules.ts";
import { guardedAgent } from "../knowledge/web/guarded-agent.ts";

/** Longer than any provider may be silent, and more calls than the slots of one let through. */
const limits = { silenceMs: 65_000, requestsAtOnce: 256 };

/**
 * Connections to the models that workspaces set up: the public internet, and what XIN_MODEL_ALLOW names.
 * Whoever makes it closes it.
 */
export const modelAgent = (allow: readonly string[]): Agent =>
  guardedAgent(addressRules(allow), undefined, limits);
