import { readNewestPolicyText } from "#db/reads/policies.ts";
import { lockPolicy } from "#db/writes/policies.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { type BroughtIn, bringInVersion } from "../docs/bring-in-version.ts";
import { readTypists } from "../docs/read-typists.ts";
import { announceLog } from "../runtime/announce-log.ts";
import { readKnownNames } from "./known-names.ts";
import { recordPolicyChange } from "./record-policy-change.ts";
import { noPolicy, policyHash, requireNote, requirePolicy, storeVersion } from "./store-version.ts";

/** A new text for a policy. */
export type SavePolicyVersion = {
  readonly policyId: string;
  readonly text: string;
  readonly note: string | null;
  /** The version the writer started from; a newer one of somebody else then refuses this as `conflict`. */
  readonly baseVersion?: number;
  /** That the text is the shared page's as its writer saw it; any other enters the page as well. */
  readonly writtenIn?: "page" | undefined;
};

/**
 * Stores a text as the next version and answers its number. The text of the newest version again is
 * that version: a retry makes no second one. Needs `policies.write`; refused as `invalid` with every
 * problem of the text, `not_found`, or `conflict`. A text from elsewhere is brought into the shared page, where others
 * may be writing (`bringInVersion`). Visitors are answered as before until it is published.
 */
export const savePolicyVersion = async (
  deps: ActionDeps,
  env: Envelope,
  { policyId, text, note, baseVersion, writtenIn }: SavePolicyVersion,
): Promise<{ readonly version: number }> => {
  assertMay(env.actor.role, "policies.write");
  const policy = requirePolicy(text, await deps.db.tenant(env.tenantId, readKnownNames));
  const noted = requireNote(note);
  const saved = await deps.db.tenant(env.tenantId, async (tx) => {
    const current = await lockPolicy(tx, policyId);
    if (current === null) throw noPolicy();
    if (current.lastHash?.equals(policyHash(text)) === true) {
      return { version: current.lastVersion, position: null, brought: nothing };
    }
    if (baseVersion !== undefined && baseVersion !== current.lastVersion) {
      throw new ActionRefused({
        kind: "conflict",
        message: `Version ${current.lastVersion} was saved meanwhile. Look at it, then save your text again on top of it.`,
      });
    }
    const version = current.lastVersion + 1;
    if (env.dryRun) return { version, position: null, brought: nothing };
    const base = await readNewestPolicyText(tx, policyId);
    const typists = await readTypists(tx, policyId, text);
    const at = deps.clock?.();
    await storeVersion(tx, env, { policyId, version, text, policy, note: noted, at }, typists);
    const change = { type: "policy.saved", policyId, version, at } as const;
    const brought =
      writtenIn === "page"
        ? nothing
        : await bringInVersion(tx, env, { policyId, base: base ?? "", text });
    const position = await recordPolicyChange(tx, env, change);
    return { version, position, brought };
  });
  if (saved.position !== null) {
    const { tenantId } = env;
    const doc = { kind: "policy", id: policyId } as const;
    const { updated, threads } = saved.brought;
    if (updated !== null) deps.bus.publish({ type: "doc.updated", tenantId, updated });
    for (const thread of threads) {
      deps.bus.publish({ type: "doc.discussed", tenantId, discussed: { doc, thread } });
    }
    const { version } = saved;
    deps.bus.publish({ type: "doc.versioned", tenantId, versioned: { doc, version } });
    announceLog(deps.bus, tenantId, saved.position);
  }
  return { version: saved.version };
};

const nothing: BroughtIn = { updated: null, threads: [] };
