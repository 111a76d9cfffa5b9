import type { Tx } from "#db/client.ts";
import { readJudgedWriters, readLineEvidence } from "#db/reads/line-evidence.ts";
import { readVerdictNews } from "#db/reads/verdict-news.ts";
import { lockConsumer, moveConsumer } from "#db/writes/reply-tasks.ts";
import type { LineMove } from "#db/reads/last-move.ts";
import { moveSendLine } from "#db/writes/send-lines.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import { systemEnvelope } from "../../tenancy/system-envelope.ts";
import { announceLog } from "../../runtime/announce-log.ts";
import { leastRight } from "./acceptance.ts";
import { recordTuningChange } from "./record-tuning-change.ts";
import { lineFor, readHeldLines } from "./held-lines.ts";
import { lookedAt, nextLine } from "./next-line.ts";
import { readProductionTuning } from "./production-tuning.ts";

/** Name of the position that learning follows the log by. */
export const lineConsumer = "send-line";

/**
 * Follows a tenant's log and moves the send line where what people did since then is evidence enough. Position,
 * line, audit and event are one transaction, and only one node learns of a tenant at a time. Nothing moves
 * while the line is set by hand. Rejects as the database does.
 */
export const learnSendLine = async (deps: ActionDeps, tenantId: string): Promise<void> => {
  for (;;) {
    const step = await deps.db.tenant(tenantId, (tx) => followOnce(tx, tenantId));
    for (const position of step.told) announceLog(deps.bus, tenantId, position);
    if (step.isThrough) return;
  }
};

const followOnce = async (tx: Tx, tenantId: string) => {
  const after = await lockConsumer(tx, tenantId, lineConsumer);
  const { position, mayHaveJudged, isThrough } = await readVerdictNews(tx, after);
  if (position > after) await moveConsumer(tx, lineConsumer, position);
  return { isThrough, told: mayHaveJudged ? await moveLines(tx, tenantId) : [] };
};

/** Answers the positions of the events that tell of moves. */
const moveLines = async (tx: Tx, tenantId: string): Promise<readonly number[]> => {
  const tuning = await readProductionTuning(tx);
  const setting = tuning.sendLine;
  if (typeof setting === "number") return [];
  const held = await readHeldLines(tx, tuning);
  const { scoring } = held;
  const told: number[] = [];
  for (const writer of await readJudgedWriters(tx, scoring)) {
    const answers = { scoring, writer };
    const evidence = await readLineEvidence(tx, answers, lookedAt);
    const move = nextLine(setting, lineFor(held, writer), evidence);
    if (move === null) continue;
    await moveSendLine(tx, tenantId, { ...answers, setting }, move);
    told.push(await recordMove(tx, tenantId, writer, move));
  }
  return told;
};

const recordMove = (tx: Tx, tenantId: string, writer: string, move: LineMove): Promise<number> => {
  const atLeast = Math.round(leastRight(move.judged, move.wrong) * 1000) / 1000;
  return recordTuningChange(tx, systemEnvelope(tenantId, "xin send line"), {
    type: "line.moved",
    target: writer,
    detail: { ...move, atLeast },
  });
};
