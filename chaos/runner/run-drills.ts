import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Effect } from "effect";
import type { ChaosCommand } from "./chaos-command.ts";
import { type Journal, describeEnv, describeGit } from "./journal.ts";
import { reportOf } from "./report.ts";
import { runDrill } from "./run-drill.ts";
import { StepFailed } from "./drill-run.ts";
import { openWorld } from "./world.ts";

/** What is to be run, and who hears of each drill as it ends. */
export type RunDrills = Extract<ChaosCommand, { readonly kind: "run" }> & {
  readonly onJournal: (journal: Journal) => void;
};

/**
 * Runs drills one after the other on one installation, and writes a journal for each and a report of
 * all into the folder. Fails when the installation cannot be started; interrupting it takes everything down.
 */
export const runDrills = (options: RunDrills): Effect.Effect<readonly Journal[], StepFailed> =>
  Effect.scoped(
    Effect.gen(function* () {
      const { drills, seed, scale, out, build, onJournal } = options;
      const env = describeEnv(build);
      const git = describeGit();
      yield* attempt("make the folder", () => mkdir(out, { recursive: true }));
      const world = yield* Effect.acquireRelease(
        attempt("start the installation", () =>
          openWorld({ folder: join(out, "fleet"), entry: build }),
        ),
        (opened) => Effect.promise(() => Promise.resolve(opened[Symbol.asyncDispose]())),
      );
      const journals: Journal[] = [];
      for (const drill of drills) {
        const journal = {
          ...(yield* runDrill(drill, { world, seed, scale, folder: out })),
          env,
          git,
        };
        journals.push(journal);
        onJournal(journal);
        const path = join(out, `${drill.id}-${seed}.json`);
        yield* attempt("write the journal", () =>
          writeFile(path, `${JSON.stringify(journal, null, 2)}\n`),
        );
      }
      yield* attempt("write the report", () =>
        writeFile(join(out, "report.md"), reportOf(journals)),
      );
      return journals;
    }),
  );

const attempt = <T>(step: string, work: () => Promise<T>) =>
  Effect.tryPromise({
    try: work,
    catch: (cause) =>
      new StepFailed({
        step,
        message: cause instanceof Error ? cause.message : String(cause),
        cause,
      }),
  });
