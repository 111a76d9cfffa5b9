import type { HistoryRecord, LoggedEvent } from "./records.ts";
import { seededRandom } from "./seeded-random.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** How large a generated history is. */
export type HistorySize = { conversations: number; clients: number; messages: number };

/**
 * A history of a product that keeps every promise, with everything that may happen to one: refused
 * sends, lost answers, retries, refused retries of stored messages, messages in flight together,
 * events nobody sent, sessions that lag, and a session that joins late. It must raise no alarm.
 */
export const generateHistory = (seed: number, size: HistorySize): HistoryRecord[] => {
  const world = makeWorld(seed, size);
  for (let sent = 0; sent < size.messages; sent += 1) {
    send(world, sent);
    if (world.random.next() < 0.05) append(world, world.random.pick(world.conversations), null);
    for (let turn = world.random.below(4); turn > 0; turn -= 1) renderNext(world);
  }
  while (world.inFlight.length > 0) settle(world);
  while (world.sessions.some((session) => session.shown < session.waiting.length))
    renderNext(world);
  finish(world);
  return world.history;
};

type Conversation = { name: string; log: LoggedEvent[] };
type Placed = { conversation: string; event: LoggedEvent };
type Session = { name: string; waiting: Placed[]; shown: number; joinedAfter: Map<string, number> };
type World = {
  random: SeededRandom;
  history: HistoryRecord[];
  nowMs: number;
  clients: number;
  conversations: Conversation[];
  sessions: Session[];
  /** Messages that were sent and not yet decided. */
  inFlight: { conversation: Conversation; client: string; clientId: string }[];
};

const makeWorld = (seed: number, size: HistorySize): World => ({
  random: seededRandom(seed),
  history: [],
  nowMs: 0,
  clients: size.clients,
  conversations: Array.from({ length: size.conversations }, (_, n) => ({ name: `c${n}`, log: [] })),
  sessions: ["s1", "s2"].map((name) => ({ name, waiting: [], shown: 0, joinedAfter: new Map() })),
  inFlight: [],
});

const tick = (world: World) => (world.nowMs += 1 + world.random.below(3));

const send = (world: World, number: number) => {
  if (number === 200) joinLate(world);
  const conversation = world.random.pick(world.conversations);
  const message = {
    conversation,
    client: `u${world.random.below(world.clients)}`,
    clientId: `m${number}`,
  };
  note(world, "invoke", message);
  world.inFlight.push(message);
  while (world.inFlight.length > world.random.below(4)) settle(world);
};

type InFlight = World["inFlight"][number];

/** Decides the fate of one message in flight, any of them: the server has no duty to be fair. */
const settle = (world: World) => {
  const [message] = world.inFlight.splice(world.random.below(world.inFlight.length), 1);
  if (message === undefined) return;
  const fate = world.random.next();
  if (fate < 0.04) {
    note(world, "fail", message);
    return;
  }
  if (fate < 0.06) {
    note(world, "info", message);
    return;
  }
  const event = append(world, message.conversation, message.clientId);
  if (fate < 0.14) note(world, "info", message);
  if (fate < 0.08) return;
  if (fate < 0.1) {
    note(world, "invoke", message);
    note(world, "fail", message);
    return;
  }
  if (fate < 0.14) note(world, "invoke", message);
  acknowledge(world, message, event);
  if (fate < 0.18) {
    note(world, "invoke", message);
    acknowledge(world, message, event);
  }
};

const note = (world: World, kind: "invoke" | "fail" | "info", message: InFlight) => {
  const { client, clientId, conversation } = message;
  const atMs = tick(world);
  world.history.push({ kind, atMs, client, clientId, conversation: conversation.name });
};

const acknowledge = (world: World, message: InFlight, { seq, eventId }: LoggedEvent) => {
  const { client, clientId, conversation } = message;
  const atMs = tick(world);
  const place = { conversation: conversation.name, seq, eventId };
  world.history.push({ kind: "ok", atMs, client, clientId, ...place });
};

const append = (world: World, { name, log }: Conversation, clientId: string | null) => {
  const seq = log.length + 1;
  const event = { seq, eventId: `${name}-e${seq}`, clientId, hash: `${name}-h${seq}` };
  log.push(event);
  for (const session of world.sessions) session.waiting.push({ conversation: name, event });
  return event;
};

/** Lets one session show the next event it waits for, so that sessions lag differently. */
const renderNext = (world: World) => {
  const session = world.random.pick(world.sessions);
  const next = session.waiting[session.shown];
  if (next === undefined) return;
  session.shown += 1;
  const atMs = tick(world);
  const { conversation, event } = next;
  world.history.push({ kind: "recv", atMs, session: session.name, conversation, ...event });
};

const joinLate = (world: World) => {
  const joinedAfter = new Map(world.conversations.map(({ name, log }) => [name, log.length]));
  world.sessions.push({ name: "late", waiting: [], shown: 0, joinedAfter });
};

const finish = ({ history, conversations, sessions }: World) => {
  for (const { name, log } of conversations) {
    const copy = () => log.map((event) => ({ ...event }));
    history.push({ kind: "final", source: "store", conversation: name, log: copy() });
    history.push({ kind: "final", source: "api", conversation: name, log: copy() });
    for (const session of sessions) {
      const afterSeq = session.joinedAfter.get(name) ?? 0;
      history.push({ kind: "sub-end", session: session.name, conversation: name, afterSeq });
    }
  }
};
