import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Db } from "#db/client.ts";
import { readUndo, readUndoActs, type Undo } from "#db/reads/undos.ts";
import { startUndo } from "#engine/undo/start-undo.ts";
import { historyOf, playAct, type Stage, standing } from "../support/play-acts.ts";
import { seeded } from "../support/seeded.ts";
import { withServerDatabase } from "../support/server-database.ts";
import { makeTestWorkspace, newId } from "../support/test-workspace.ts";

/*
 * A process that takes many acts back is killed at random moments, until all is done. XIN_UNDO_KILLS says how
 * often; each time the next one waits for the dead one's lease.
 */
const kills = Number(process.env["XIN_UNDO_KILLS"] ?? 4);
const conversations = Math.max(60, kills * 15);

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "xin-undo-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

type Story = Pick<Stage, "conversationId"> & { readonly wasChanged: boolean };

it(
  `takes every act back once, with ${kills} SIGKILLs on the way`,
  { timeout: 600_000 },
  async () => {
    const random = seeded(kills);
    const undoId = newId();
    const onDatabase = <T>(run: (db: Db) => Promise<T>) =>
      withServerDatabase({ dataDir: folder, testDb: null }, run);
    const prepared = await onDatabase(async (db) => {
      const workspace = await makeTestWorkspace(db);
      const people = [await workspace.addPerson("Anna", "operator")];
      const admin = await workspace.addPerson("Ada", "admin");
      const stories: Story[] = [];
      for (let n = 0; n < conversations; n += 1) {
        const stage = { ...(await workspace.openConversation()), workspace, people };
        await playAct(stage, { by: "ai", does: "reply" });
        await playAct(stage, { by: "ai", does: "close" });
        const wasChanged = n % 7 === 0;
        if (wasChanged) await playAct(stage, { by: "person", does: "open" });
        stories.push({ conversationId: stage.conversationId, wasChanged });
      }
      const filter = { from: "2026-01-01T00:00:00Z" };
      const scope = { kind: "decisions", filter, actType: null } as const;
      const request = { scope, reason: "a rule was wrong" };
      await startUndo(workspace.deps, admin.as(undoId), request);
      return { tenantId: workspace.tenantId, stories };
    });
    const { tenantId, stories } = prepared;

    let killed = 0;
    for (; killed < kills; killed += 1) {
      const worker = await startWorker();
      // It begins once the lease of the one before has run out, and is killed somewhere in the middle.
      await delay(random() * 300 + (killed === 0 ? 0 : 5000));
      worker.kill("SIGKILL");
      await once(worker, "exit");
    }
    await worked(tenantId, undoId);

    await onDatabase(async (db) => {
      const read = <T>(run: Parameters<typeof db.tenant<T>>[1]) => db.tenant(tenantId, run);
      const undo = await read((tx) => readUndo(tx, undoId));
      const changed = stories.filter(({ wasChanged }) => wasChanged).length;
      expect(undo).toMatchObject({
        state: "done",
        pending: 0,
        undone: 2 * conversations - changed,
        skipped: changed,
      } satisfies Partial<Undo>);
      const acts = await read((tx) => readUndoActs(tx, undoId, { from: 0, limit: 5000 }));
      expect(
        new Set(acts.filter(({ state }) => state === "skipped").map(({ why }) => why)),
      ).toEqual(new Set(["changed_by_person"]));
      const workspace = { tenantId, deps: { db } } as Stage["workspace"];
      for (const { conversationId, wasChanged } of stories) {
        const stage = { conversationId, workspace } as Stage;
        expect(await standing(stage)).toMatchObject({ status: "open", shown: [] });
        const undone = (await historyOf(stage)).flatMap(({ body }) =>
          body.type === "act.undone" ? body.undone : [],
        );
        // None twice, none lost: the answer, and the closing where nobody had opened it again.
        expect(undone.toSorted((a, b) => a - b)).toEqual(wasChanged ? [3] : [3, 4]);
      }
    });
  },
);

const startWorker = async () => {
  const file = fileURLToPath(new URL("../fixtures/undo-worker.ts", import.meta.url));
  const worker = spawn(process.execPath, [file, folder], { stdio: ["ignore", "pipe", "inherit"] });
  await once(worker.stdout, "data");
  return worker;
};

/** Lets a last worker finish. */
const worked = async (tenantId: string, undoId: string): Promise<void> => {
  for (;;) {
    const worker = await startWorker();
    await delay(8000);
    worker.kill("SIGKILL");
    await once(worker, "exit");
    const state = await withServerDatabase({ dataDir: folder, testDb: null }, (db) =>
      db.tenant(tenantId, async (tx) => (await readUndo(tx, undoId))?.state),
    );
    if (state === "done") return;
  }
};

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
