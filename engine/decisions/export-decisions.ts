import type { Db, Tx } from "#db/client.ts";
import type { DecisionFilter } from "#db/reads/decision-filter.ts";
import { countDecisions, readDecisionList } from "#db/reads/decision-list.ts";
import { readDecisionsById } from "#db/reads/decisions.ts";
import { readClock } from "#db/reads/clock.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { readForRole } from "../modes/read-for-role.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { csvHead, csvLine } from "./decision-csv.ts";

/** One line of CSV, or the whole record as one line of JSON. */
export type ExportFormat = "csv" | "jsonl";

/** An export that is made while it is read. */
export type DecisionExport = {
  /** Decisions in it. */
  readonly rows: number;
  /** Whether there are more that fit than an export may have. */
  readonly isCut: boolean;
  readonly text: AsyncIterable<string>;
};

/** Most decisions of one export. Narrow the filter for the others. */
export const mostExported = 50_000;

/** Records read in one transaction. */
const pageSize = 100;

/**
 * Reads decisions that fit, the newest first, page by page: nobody holds more than a page, and no transaction
 * waits for a slow reader. What is decided after the beginning is left out. In the audit log from its
 * beginning. Refused as `forbidden` without the permission to read conversations.
 */
export const exportDecisions = async (
  { db }: { readonly db: Db },
  envelope: Envelope,
  filter: DecisionFilter,
  format: ExportFormat,
): Promise<DecisionExport> => {
  assertMay(envelope.actor.role, "conversations.read");
  const { tenantId } = envelope;
  const read = <T>(run: (tx: Tx) => Promise<T>) =>
    readForRole(db, tenantId, envelope.actor.role, run);
  const { upTo, found } = await read(async (tx) => {
    const until = untilNow(filter, await readClock(tx));
    const fitting = await countDecisions(tx, until, mostExported + 1);
    const rows = Math.min(fitting, mostExported);
    await recordAudit(tx, envelope, "decisions.exported", null, { format, rows, ...named(filter) });
    return { upTo: until, found: fitting };
  });
  const rows = Math.min(found, mostExported);
  return { rows, isCut: found > mostExported, text: linesOf(read, upTo, format, rows) };
};

const untilNow = (filter: DecisionFilter, now: Date): DecisionFilter => {
  const limit = now.toISOString();
  const { to } = filter;
  return typeof to === "string" && to < limit ? filter : { ...filter, to: limit };
};

const named = (filter: DecisionFilter) =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null));

const linesOf = async function* (
  read: <T>(run: (tx: Tx) => Promise<T>) => Promise<T>,
  filter: DecisionFilter,
  format: ExportFormat,
  rows: number,
): AsyncGenerator<string> {
  if (format === "csv") yield csvHead;
  let after: { createdAt: string; id: string } | null = null;
  for (let left = rows; left > 0;) {
    const place: typeof after = after;
    const limit = Math.min(left, pageSize);
    const page = await read(async (tx) => {
      const list = await readDecisionList(tx, filter, { after: place, limit });
      const ids = list.map(({ id }) => id);
      return { last: list.at(-1), records: await readDecisionsById(tx, ids) };
    });
    const { last, records } = page;
    if (last === undefined) return;
    yield records
      .map((record) => (format === "csv" ? csvLine(record) : `${JSON.stringify(record)}\n`))
      .join("");
    after = { createdAt: last.createdAt, id: last.id };
    left -= records.length;
  }
};
