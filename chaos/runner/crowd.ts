import { setTimeout as wait } from "node:timers/promises";
import type { PresenceChanged } from "#contract/downstream.ts";
import type { DrillClient } from "../client/drill-client.ts";
import { openOperator, openVisitor } from "../client/entries.ts";
import type { SeededRandom } from "../history/seeded-random.ts";
import type { FleetTenant } from "../fleet/tenants.ts";
import type { Recording } from "./recording.ts";
import { type World, operatorsEach } from "./world.ts";

/** Visitors of each tenant, each in a conversation of their own. */
const visitorsEach = 6;

/** How fast everybody writes. Pauses after each acknowledged message, in milliseconds. */
export type Pace = { readonly shortestMs: number; readonly longestMs: number };

/** Lively, and well below what a visitor may send. */
export const usualPace: Pace = { shortestMs: 250, longestMs: 600 };

/**
 * Two workspaces at work: twelve visitors in conversations of their own and twenty operators who follow
 * all six conversations of their workspace and write in them. So there are 32 writers and as many
 * readers, 20 of whom read several conversations.
 */
export type Crowd = {
  readonly clients: readonly DrillClient[];
  readonly operators: readonly DrillClient[];
  /** Messages on the way now. */
  readonly inFlight: number;
  /** A question for each message that waits in an outbox now: whether it is acknowledged meanwhile. */
  pendingNow(): readonly (() => boolean)[];
  /** Whether each operator sees all operators of the workspace present. */
  seesEverybody(): boolean;
  /** Everybody begins to write, until `rest`. */
  begin(pace?: Pace): void;
  /** Everybody sends one message more at the same moment, so that a fault that follows finds them under way. */
  burst(): Promise<void>;
  /** Nobody begins another message; resolves once all are acknowledged. Throws what a client failed with. */
  rest(): Promise<void>;
  /** Whether everybody shows all that had been acknowledged when `seqs` was taken. */
  shows(seqs: ReadonlyMap<string, number>): boolean;
  close(): void;
};

/** Lets everybody in. */
export const openCrowd = async (
  { fleet, tenants, url }: World,
  { record }: Recording,
  random: SeededRandom,
): Promise<Crowd> => {
  const clients: DrillClient[] = [];
  const operators: DrillClient[] = [];
  const sending = new Set<Promise<void>>();
  /** How many colleagues each operator was last told of. */
  const present = new Map<string, number>();
  const failures: unknown[] = [];
  const writers: { readonly client: DrillClient; readonly where: (turn: number) => string }[] = [];
  const state = { writing: false };

  const send = (client: DrillClient, conversation: string, text: string) => {
    const sent = client.send(conversation, text).catch((error: unknown) => {
      failures.push(new Error(`${client.name} could not send`, { cause: error }));
    });
    sending.add(sent);
    return sent.finally(() => sending.delete(sent));
  };
  const enter = async ({ slug, key, operators: members }: FleetTenant) => {
    const visitors = await Promise.all(
      count(visitorsEach).map((index) =>
        openVisitor({ name: `${slug}-visitor-${index}`, url, record }, key),
      ),
    );
    clients.push(...visitors);
    for (const visitor of visitors) writers.push({ client: visitor, where: () => only(visitor) });
    await Promise.all(visitors.map((visitor) => send(visitor, only(visitor), "Is anybody there?")));
    const conversations = visitors.map(only);
    const team = await Promise.all(
      members
        .slice(0, operatorsEach)
        .map(({ cookie }, index) =>
          openOperator(
            { name: `${slug}-operator-${index}`, url, record },
            { cookie, origin: fleet.origin },
          ),
        ),
    );
    clients.push(...team);
    operators.push(...team);
    for (const operator of team) {
      operator.on("presence.changed", (message) => {
        const { members: here } = message as PresenceChanged;
        present.set(operator.name, new Set(here.map(({ id }) => id)).size);
      });
    }
    await Promise.all(team.map((operator) => followAll(operator, conversations)));
    for (const [index, operator] of team.entries()) {
      const where = (turn: number) => conversations[(turn + index) % conversations.length] ?? "";
      writers.push({ client: operator, where });
    }
  };
  try {
    for (const tenant of tenants) await enter(tenant);
  } catch (error) {
    for (const client of clients) client.close();
    throw error;
  }

  return {
    clients,
    operators,
    get inFlight() {
      return clients.reduce((sum, client) => sum + client.inFlight, 0);
    },
    pendingNow: () => [...sending].map((sent) => () => !sending.has(sent)),
    seesEverybody: () => operators.every(({ name }) => (present.get(name) ?? 0) >= operatorsEach),
    begin: (pace = usualPace) => {
      state.writing = true;
      for (const { client, where } of writers) {
        void (async () => {
          for (let turn = 0; state.writing; turn += 1) {
            await send(client, where(turn), `${client.name} says ${turn}`);
            await wait(pace.shortestMs + random.below(pace.longestMs - pace.shortestMs));
          }
        })();
      }
    },
    burst: async () => {
      for (const { client, where } of writers)
        void send(client, where(0), `${client.name} hurries`);
      // Out of this process, and no answer can be back yet.
      await new Promise((resolve) => setImmediate(resolve));
    },
    rest: async () => {
      state.writing = false;
      while (sending.size > 0) await Promise.all(sending);
      if (failures.length > 0) throw new AggregateError(failures, String(failures[0]));
    },
    shows: (seqs) =>
      clients.every((client) =>
        client.followed.every((id) => client.shownUpTo(id) >= (seqs.get(id) ?? 0)),
      ),
    close: () => {
      state.writing = false;
      for (const client of clients) client.close();
    },
  };
};

const count = (many: number) => Array.from({ length: many }, (_, index) => index);

const only = ({ name, followed }: DrillClient): string => {
  const [first] = followed;
  if (first === undefined) throw new Error(`${name} follows no conversation`);
  return first;
};

const followAll = async (client: DrillClient, conversations: readonly string[]) => {
  for (const id of conversations) await client.follow(id);
};
