import { Effect } from "effect";
import type { Population } from "../../load/traffic/population.ts";
import { openPopulation } from "../../load/traffic/population.ts";
import settings from "../../load/nominal.json" with { type: "json" };
import { comeToRest } from "../../load/traffic/come-to-rest.ts";
import { type Ledger, newLedger } from "../../load/traffic/ledger.ts";
import { runPace } from "../../load/traffic/run-pace.ts";
import type { DrillEffect } from "./define-drill.ts";
import type { DrillRun } from "./drill-run.ts";

/** The people of the nominal load (`load/nominal.json`) at work beside the crowd. */
export type Throng = Population & { readonly ledger: Ledger };

/** Who comes, and how much they say. */
export type ThrongOptions = {
  /** How many times the nominal 200 messages a second. */
  readonly times: number;
  /** Where they connect, in turns. */
  readonly urls: readonly string[];
};

/**
 * Lets the nominal load's people in and has them write, at a steady pace whatever becomes of it, while
 * `work` runs. Then everything comes to rest, and the referee gets what they sent, saw and left behind.
 */
export const withThrong = (
  run: DrillRun,
  { times, urls }: ThrongOptions,
  work: (throng: Throng) => DrillEffect,
): DrillEffect =>
  Effect.acquireUseRelease(
    run.step("the people of the nominal load come in", () => openThrong(run, urls)),
    (throng) =>
      Effect.gen(function* () {
        const end = new AbortController();
        const perSecond = times * settings.messagesPerSecond;
        const writing = runPace([{ seconds: Infinity, perSecond }], throng.speak, end.signal);
        yield* Effect.ensuring(
          work(throng),
          Effect.sync(() => end.abort()),
        );
        yield* run.step("their traffic comes to rest", async () => {
          await writing;
          const { unsent, records } = await comeToRest(throng, run.world.fleet.postgres);
          if (unsent > 0) throw new Error(`${unsent} messages are still not acknowledged`);
          for (const record of records) run.recording.add(record);
        });
      }),
    (throng) => Effect.sync(() => throng[Symbol.dispose]()),
  );

const openThrong = async (
  { world, recording, random }: DrillRun,
  urls: readonly string[],
): Promise<Throng> => {
  const ledger = newLedger(recording.add);
  const population = await openPopulation({
    urls,
    origin: world.fleet.origin,
    tenants: await world.throngTenants(),
    visitorsPerTenant: settings.visitorsPerTenant,
    seed: random.below(2 ** 31),
    ledger,
  });
  return Object.assign(population, { ledger });
};
