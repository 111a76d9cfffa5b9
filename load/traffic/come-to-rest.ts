import type { Postgres } from "../../chaos/fleet/postgres.ts";
import { readStore } from "../../chaos/fleet/read-store.ts";
import { until } from "../../chaos/fleet/until.ts";
import type { FinalLog, HistoryRecord } from "../../chaos/history/records.ts";
import type { Population } from "./population.ts";
import { readThroughApi } from "./read-through-api.ts";

/** How a run ended. */
export type Rest = {
  /** Messages that were not acknowledged within two minutes. */
  readonly unsent: number;
  /** What the referee needs at the end of the history. */
  readonly records: readonly HistoryRecord[];
};

/**
 * Waits until every message is acknowledged and everybody has caught up, and reads what is stored: by
 * the database itself and through the product. Whoever has not caught up by then is for the referee.
 */
export const comeToRest = async (population: Population, postgres: Postgres): Promise<Rest> => {
  const unsent = await emptyOutboxes(population);
  const conversations = population.visitors.map(({ conversationId }) => conversationId);
  const finals = [
    ...(await readStore(postgres, conversations)),
    ...(await readThroughApi(population.operators)),
  ];
  await catchUp(population, finals);
  return { unsent, records: [...finals, ...endingsOf(population)] };
};

/** Answers how many messages are left after that time. */
const emptyOutboxes = ({ visitors }: Population): Promise<number> => {
  const left = () => visitors.reduce((sum, { waiting }) => sum + waiting, 0);
  return until("every message is acknowledged", () => left() === 0, { withinMs: restMs }).then(
    () => 0,
    left,
  );
};

/** Gives everybody time for two heartbeats, so that what was lost on the way can be fetched. */
const catchUp = async ({ shows }: Population, finals: readonly FinalLog[]): Promise<void> => {
  const ends = new Map(finals.map(({ conversation, log }) => [conversation, log.at(-1)?.seq ?? 0]));
  await until("everybody has caught up", () => shows(ends), { withinMs: heartbeatsMs }).catch(
    () => {},
  );
};

const endingsOf = ({ visitors, operators }: Population): HistoryRecord[] => [
  ...visitors.map(({ name, conversationId }) => ending(name, conversationId)),
  ...operators.flatMap(({ name, followed }) => followed.map((id) => ending(name, id))),
];

const ending = (session: string, conversation: string): HistoryRecord => ({
  kind: "sub-end",
  session,
  conversation,
  afterSeq: 0,
});

/** What five times the load has left in outboxes while processes were replaced takes a while. */
const restMs = 120_000;
const heartbeatsMs = 35_000;
