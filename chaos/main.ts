import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cause, Effect, Exit, Fiber } from "effect";
import { allDrills } from "./drills/all-drills.ts";
import { openFleet } from "./fleet/fleet.ts";
import { untilSignal } from "./fleet/until-signal.ts";
import { type ChaosCommand, ChaosUsageError, parseChaosCommand } from "./runner/chaos-command.ts";
import { lineOf } from "./runner/report.ts";
import { runDrills } from "./runner/run-drills.ts";

/*
 * `npm run chaos -- <drill>... | all | smoke | list | up`. Exit code 0 when every bar is met, 1 when
 * one is missed or a drill could not be run, 2 when it was called wrongly. chaos/README.md says more.
 */
const main = async (): Promise<number> => {
  try {
    const command = parseChaosCommand(process.argv.slice(2), allDrills);
    if (command.kind === "list") return list();
    if (command.kind === "up") return await up();
    return await drill(command);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return error instanceof ChaosUsageError ? 2 : 1;
  }
};

const list = (): number => {
  for (const { id, title } of allDrills) console.log(`${id.padEnd(4)} ${title}`);
  return 0;
};

const drill = async (command: Extract<ChaosCommand, { kind: "run" }>): Promise<number> => {
  const { seed, out, json } = command;
  if (!json) console.log(`Seed ${seed}. Journals, histories and logs go to ${out}.`);
  const running = Effect.runFork(
    runDrills({
      ...command,
      onJournal: (journal) => console.log(json ? JSON.stringify(journal) : lineOf(journal)),
    }),
  );
  void untilSignal().then(() => Effect.runFork(Fiber.interrupt(running)));
  const exit = await Effect.runPromise(Fiber.await(running));
  if (Exit.isFailure(exit)) {
    const failed = exit.cause.reasons.find((reason) => reason._tag === "Fail");
    console.error(failed?.error.message ?? Cause.pretty(exit.cause));
    return 1;
  }
  return exit.value.every(({ status, deviated }) => status === "completed" && !deviated) ? 0 : 1;
};

/** A whole installation for people to look at, until Ctrl-C. */
const up = async (): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), "xin-fleet-"));
  try {
    await using fleet = await openFleet({ folder });
    const [tenant] = await fleet.makeTenants([{ slug: "drill", operators: 1 }]);
    console.log(`Console: ${fleet.origin}, cookie of its owner: ${tenant?.owner.cookie}`);
    for (const { name, role, url, pid, log } of fleet.processes)
      console.log(`${name} (${role}, pid ${pid}): ${url}, log ${log}`);
    console.log(`PostgreSQL: ${fleet.postgres.url("xin_app")}  Redis: ${fleet.redis.url}`);
    console.log("Ctrl-C ends it.");
    await untilSignal();
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

process.exit(await main());
