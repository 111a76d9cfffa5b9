import type { FleetTenant } from "../../chaos/fleet/tenants.ts";
import { until } from "../../chaos/fleet/until.ts";
import { seededRandom } from "../../chaos/history/seeded-random.ts";
import type { Ledger } from "./ledger.ts";
import type { Line } from "./line.ts";
import { type Operator, openOperator } from "./operator.ts";
import { type Visitor, openVisitor } from "./visitor.ts";

/** Everybody of a run, each visitor in a conversation that one operator has open. */
export type Population = Disposable & {
  readonly visitors: readonly Visitor[];
  readonly operators: readonly Operator[];
  readonly lines: readonly Line[];
  /** Lets a visitor, drawn by the seed, send a message that was due at `dueMs`. */
  speak(dueMs: number): void;
  /** Whether everybody shows each of their conversations as far as `seqs` says. */
  shows(seqs: ReadonlyMap<string, number>): boolean;
};

/** How many come, and where to. */
export type PopulationOptions = {
  /**
   * Where people connect, in turns: the address of the installation, or those of its nodes. With two,
   * half of the visitors are on another one than the operator who has their conversation.
   */
  readonly urls: readonly string[];
  /** Origin of the console. */
  readonly origin: string;
  readonly tenants: readonly FleetTenant[];
  readonly visitorsPerTenant: number;
  readonly seed: number;
  readonly ledger: Ledger;
};

/**
 * Connects everybody, lets each visitor open a conversation with one message, and gives each
 * conversation to an operator of the tenant. Throws when that does not succeed in a minute.
 */
export const openPopulation = async (options: PopulationOptions): Promise<Population> => {
  const { tenants } = options;
  const visitors: Visitor[] = [];
  const operators: Operator[] = [];
  const lines: Line[] = [];
  const close = () => {
    for (const line of lines) line.close();
  };
  try {
    for (const [index, tenant] of tenants.entries()) {
      const people = openVisitors(options, tenant, index);
      const staff = openStaff(options, tenant, index);
      for (const { line } of [...people, ...staff]) lines.push(line);
      visitors.push(...people);
      operators.push(...staff);
      // One workspace after the other, as people come in the morning: this is not the storm.
      await settleIn(people, staff);
    }
  } catch (error) {
    close();
    throw error;
  }
  const random = seededRandom(options.seed);
  let count = 0;
  return {
    visitors,
    operators,
    lines,
    speak: (dueMs) => {
      count += 1;
      random.pick(visitors).say(`How long does message ${count} take?`, dueMs);
    },
    shows: (seqs) =>
      visitors.every(({ conversationId, shown }) => shown >= (seqs.get(conversationId) ?? 0)) &&
      operators.every(({ followed, shownUpTo }) =>
        followed.every((id) => shownUpTo(id) >= (seqs.get(id) ?? 0)),
      ),
    [Symbol.dispose]: close,
  };
};

const openVisitors = (
  { urls, visitorsPerTenant, ledger }: PopulationOptions,
  { slug, key, operators }: FleetTenant,
  tenantIndex: number,
): Visitor[] =>
  Array.from({ length: visitorsPerTenant }, (_, index) =>
    openVisitor({
      // Every operator has visitors of each place: they are dealt out one after the other.
      url: inTurn(urls, Math.floor(index / operators.length)),
      key,
      ledger,
      name: `${slug} visitor ${index + 1}`,
      from: `127.${10 + tenantIndex}.${Math.floor(index / 250)}.${1 + (index % 250)}`,
    }),
  );

const openStaff = (
  { urls, origin, ledger }: PopulationOptions,
  { slug, operators }: FleetTenant,
  tenantIndex: number,
): Operator[] =>
  operators.map(({ cookie }, index) =>
    openOperator({
      url: inTurn(urls, index),
      origin,
      cookie,
      ledger,
      name: `${slug} operator ${index + 1}`,
      from: `127.2.${tenantIndex}.${index + 1}`,
      readsRows: index === 0,
    }),
  );

const inTurn = (urls: readonly string[], turn: number): string => urls[turn % urls.length] ?? "";

const settleIn = async (
  visitors: readonly Visitor[],
  operators: readonly Operator[],
): Promise<void> => {
  const isIn = () => [...visitors, ...operators].every(({ line }) => line.isOpen);
  await until("everybody has come in", isIn, { withinMs: settleMs });
  const ids = await Promise.all(
    visitors.map(async ({ started, say }) => {
      say("Hello, is anybody there?", performance.now());
      return started;
    }),
  );
  await until("every conversation is open", () => visitors.every(({ waiting }) => waiting === 0), {
    withinMs: settleMs,
  });
  await Promise.all(
    operators.map((operator, index) =>
      operator.follow(ids.filter((_, turn) => turn % operators.length === index)),
    ),
  );
};

const settleMs = 60_000;
