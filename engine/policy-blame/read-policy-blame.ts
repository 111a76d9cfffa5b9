import type { Tx } from "#db/client.ts";
import { type LineageVersion, readLineage } from "#db/reads/policy-lineage.ts";
import { noPolicy } from "../policy/store-version.ts";
import type { PolicyBlame } from "./policy-blame.ts";
import { traceLines } from "./trace-lines.ts";
import { typistsOf } from "./typists-of.ts";

/** Versions looked at; older lines count as the last one's. */
const maxVersions = 500;
/** No version has a greater number. */
const newestOfAll = 2 ** 31 - 1;
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
  return trace(tx, policyId, start, { version, text: start.text });
};

/**
 * Says who wrote which line of a page that is not saved. Lines that no version has are those of the version after the
 * newest. Refused as `not_found` when there is no such policy.
 */
export const readPageBlame = async (
  tx: Tx,
  policyId: string,
  text: string,
): Promise<PolicyBlame> => {
  const [newest] = await readLineage(tx, policyId, { from: newestOfAll, count: 1 });
  if (newest === undefined) throw noPolicy();
  return trace(tx, policyId, newest, { version: newest.version + 1, text });
};

/** Traces the lines of a page, which is `start` itself or was written on top of it. */
const trace = async (
  tx: Tx,
  policyId: string,
  start: LineageVersion,
  page: { readonly version: number; readonly text: string },
): Promise<PolicyBlame> => {
  const { version } = start;
  const tracer = traceLines(page.version, page.text);
  if (page.version !== version) tracer.older(version, start.text);
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
  const texts = page.text.split("\n");
  return {
    version: page.version,
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
