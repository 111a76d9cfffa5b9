import type { Tx } from "#db/client.ts";
import { type LineageVersion, readLineage } from "#db/reads/policy-lineage.ts";
import { noPolicy } from "../policy/store-version.ts";
import type { PolicyBlame } from "./policy-blame.ts";
import { traceLines } from "./trace-lines.ts";
import { typistsOf } from "./typists-of.ts";

/** Versions looked at; older lines count as the last one's. */
const maxVersions = 500;
/** Texts in memory at a time, of at most 64 KiB each. */
const batch = 25;

/** Says who wrote which line of a version. Refused as `not_found` when there is no such version. */
export const readPolicyBlame = async (
  tx: Tx,
  policyId: string,
  version: number,
): Promise<PolicyBlame> => {
  const [start] = await readLineage(tx, policyId, { from: version, count: 1 });
  if (start?.version !== version) throw noPolicy();
  const tracer = traceLines(version, start.text);
  const seen = new Map([[version, withoutText(start)]]);
  let oldest = version;
  for (let isOpen = true; isOpen && oldest > 1 && seen.size < maxVersions;) {
    const count = Math.min(batch, maxVersions - seen.size);
    const older = await readLineage(tx, policyId, { from: oldest - 1, count });
    if (older.length === 0) break;
    for (const one of older) {
      seen.set(one.version, withoutText(one));
      oldest = one.version;
      isOpen = tracer.older(one.version, one.text);
      if (!isOpen) break;
    }
  }
  const origins = tracer.origins();
  const named = new Set(origins.map((origin) => origin.version));
  const texts = start.text.split("\n");
  return {
    version,
    lines: origins.map((origin, index) => ({
      text: texts[index] ?? "",
      version: origin.version,
      typedBy: typistsOf(seen.get(origin.version)?.typists ?? null, origin.index + 1),
    })),
    versions: [...seen.values()]
      .filter((one) => named.has(one.version))
      .map(({ typists: _typists, ...one }) => one),
    cutAt: oldest > 1 && named.has(oldest) && seen.size >= maxVersions ? oldest : null,
  };
};

const withoutText = ({ text: _text, ...version }: LineageVersion) => version;
