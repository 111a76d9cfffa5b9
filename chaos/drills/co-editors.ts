import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Effect } from "effect";
import * as Y from "yjs";
import type { DocName } from "#contract/doc.ts";
import { type CoEditor, openCoEditor, pageText } from "../client/co-editor.ts";
import {
  type PublishPlace,
  publishVersion,
  racePublish,
  readPointers,
} from "../client/publish-race.ts";
import { readStoredDoc } from "../fleet/read-stored-doc.ts";
import type { XinProcess } from "../fleet/xin-process.ts";
import { atLeast, atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import type { DrillRun } from "../runner/drill-run.ts";

const converged = "replicas alike after a fault";
const underWay = "fewest changes under way at a fault";
const apart = "pieces some replica lacked while Redis was cut off";
const unclear = "publishing races without one winner and a clear word to the other";
const races = "publishing races";
const lost = "acknowledged pieces that the store lacks";
const different = "replicas unlike the store at the end";
const editorsCount = 8;
/** So many of them come to each node by its own address; the others come through nginx. */
const pinnedToEach = 2;
const versionsCount = 10;
const looksCount = 3;

/** The page that is written together, and its versions. */
type Ground = {
  readonly doc: DocName;
  readonly place: PublishPlace;
  readonly editors: CoEditor[];
  /** Names of the nodes that some come to directly. */
  readonly pinned: ReadonlyMap<CoEditor, string>;
};
const grounds = new WeakMap<DrillRun, Ground>();

/**
 * R21: eight people write one page on two nodes while nodes are killed and cut off, and others publish
 * its versions at the same moment.
 */
export const coEditors = defineDrill({
  id: "R21",
  title: "Co-editors under kills and partitions, and publishing races",
  disturbs: "delivery",
  steadyState: (run) =>
    run.step("eight people open one page", async () => void grounds.set(run, await prepare(run))),
  inject: (run) =>
    Effect.gen(function* () {
      const { editors, place, pinned } = groundOf(run);
      let version = 2;
      const race = () =>
        run.step("publish against publish, and against going back", async () => {
          for (const rivals of [
            [version, version + 1],
            [version + 2, 1],
          ]) {
            const outcome = await racePublish(place, rivals);
            run.note(races, 1);
            const isFair = outcome.winners === 1 && outcome.moves === 1 && outcome.isClear;
            run.note(unclear, isFair ? 0 : 1);
            if (!isFair) throw new Error(`the race was not fair: ${JSON.stringify(outcome)}`);
          }
          version += 3;
        });
      const write = (writers: readonly CoEditor[]) =>
        Effect.gen(function* () {
          for (const editor of writers) editor.begin();
          yield* run.calm(1_500, 3_000);
        });
      const faultWhileWriting = (name: string, work: () => Promise<unknown>) =>
        Effect.gen(function* () {
          yield* write(editors);
          yield* run.fault(name, async () => {
            while (!editors.some(({ isUnderWay }) => isUnderWay)) await wait(1);
            run.note(underWay, -editors.filter(({ isUnderWay }) => isUnderWay).length);
            return work();
          });
        });
      const settle = () =>
        Effect.gen(function* () {
          const resting = Promise.all(editors.map((editor) => editor.rest()));
          // A tab waits up to ten seconds before it looks for its node again.
          yield* run.step("everybody has a link", () => everybodyOnline(editors));
          yield* run.measure(converged, () => areAlike(editors), 60_000);
          yield* run.step("every change is acknowledged", () => resting);
          // nginx leaves a node alone for ten seconds after it was dead.
          yield* run.calm(10_500, 11_500);
          yield* run.step("everybody comes back, over both nodes", async () => {
            for (const editor of editors) editor.cut();
          });
          yield* run.calm(1_500, 2_500);
        });

      const killed = run.anyNode();
      yield* faultWhileWriting(`SIGKILL ${killed.name}`, () => killed.kill());
      yield* race();
      yield* run.step(`start ${killed.name}`, () => killed.start());
      yield* settle();

      const deaf = run.anyNode();
      const { redis } = run.world.linksOf(deaf.name);
      // Who writes on the deaf node sees by the numbers that others did, and it reads what it missed.
      yield* write(editors.filter((editor) => (pinned.get(editor) ?? deaf.name) !== deaf.name));
      yield* run.fault(`drop ${deaf.name} and Redis`, async () => redis.hold());
      yield* race();
      // Everybody asks every ten seconds what they missed: a single look may come just after that.
      for (let look = 0; look < looksCount; look += 1) {
        yield* run.calm(1_000, 2_000);
        run.note(apart, yield* run.step("compare after half a second", () => lastingLack(editors)));
      }
      yield* run.step(`heal ${deaf.name} and Redis`, async () => redis.heal());
      yield* settle();

      const cutOff = run.anyNode();
      const { postgres } = run.world.linksOf(cutOff.name);
      yield* faultWhileWriting(`drop ${cutOff.name} and PostgreSQL`, async () => postgres.hold());
      yield* race();
      yield* run.calm(3_000, 6_000);
      yield* run.step(`heal ${cutOff.name} and PostgreSQL`, async () => postgres.heal());
      yield* settle();
    }),
  // Everybody has what there is by then, or the drill was broken off.
  rollback: (run) =>
    run.step("everybody closes the page", async () => {
      for (const editor of groundOf(run).editors) editor.close();
    }),
  verify: (run) =>
    run.step("compare every replica with the store", async () => {
      const { editors, doc } = groundOf(run);
      const stored = await readStoredDoc(run.world.fleet.postgres, doc);
      const text = stored.getText(pageText).toJSON();
      for (const { replica, ackedClock } of editors) {
        const has = Y.getState(stored.store, replica.clientID);
        run.note(lost, Math.max(0, ackedClock - has));
        run.note(different, replica.getText(pageText).toJSON() === text ? 0 : 1);
      }
    }),
  bars: (run) => {
    const { editors } = groundOf(run);
    const total = (of: (editor: CoEditor) => number) =>
      editors.reduce((sum, editor) => sum + of(editor), 0);
    return [
      atMost(5_000, { name: converged, value: run.worst(converged), unit: "ms" }),
      atMost(0, { name: lost, value: run.worst(lost), unit: "" }),
      atMost(0, { name: different, value: run.worst(different), unit: "" }),
      atMost(0, {
        name: "changes refused for good",
        value: total(({ refused }) => (refused === null ? 0 : 1)),
        unit: "",
      }),
      atMost(0, { name: unclear, value: run.worst(unclear), unit: "" }),
      atLeast(6, { name: races, value: run.noted.get(races)?.length ?? 0, unit: "" }),
      atLeast(1, { name: underWay, value: -run.worst(underWay), unit: "" }),
      atLeast(1, { name: apart, value: run.worst(apart), unit: "" }),
      atLeast(200, { name: "changes acknowledged", value: total(({ acked }) => acked), unit: "" }),
      atLeast(1, { name: "changes sent again", value: total(({ resent }) => resent), unit: "" }),
    ];
  },
});

const groundOf = (run: DrillRun): Ground => {
  const ground = grounds.get(run);
  if (ground === undefined) throw new Error("Nobody has opened the page.");
  return ground;
};

const pageOf = (version: number): string =>
  `---\nmode: draft\n---\n\n# Together\n\nAnswer from the knowledge base.\n\n## Never\n\n- "words ${version}"\n`;

/** A policy of its own with versions to publish, open on eight tabs of its owner. */
const prepare = async ({ world, random }: DrillRun): Promise<Ground> => {
  const { fleet, url } = world;
  const [tenant] = world.tenants;
  if (tenant === undefined) throw new Error("The world has no workspace");
  const { slug, owner } = tenant;
  const name = `Together ${crypto.randomUUID().slice(0, 8)}`;
  const file = join(fleet.folder, "together.md");
  let policyId = "";
  for (let version = 1; version <= versionsCount; version += 1) {
    await writeFile(file, pageOf(version));
    const made = await fleet.xin("policy", "import", file, "--tenant", slug, "--name", name);
    ({ policyId } = made as { policyId: string });
  }
  const words = ["token", "create", "--tenant", slug, "--role", "owner"];
  const { token } = (await fleet.xin(...words)) as { token: string };
  const place = { origin: fleet.origin, token, policyId };
  const now = await readPointers(place);
  const first = await publishVersion(place, 1, now.production);
  if (first.status !== 200) throw new Error(`v1 is not published: ${first.message}`);
  const doc = { kind: "policy", id: policyId } as const;
  const editors: CoEditor[] = [];
  const pinned = new Map<CoEditor, string>();
  const addresses = fleet.nodes.flatMap((node) => Array<XinProcess>(pinnedToEach).fill(node));
  for (let index = 0; index < editorsCount; index += 1) {
    const node = addresses[index];
    const entry = { name: `co-editor-${index}`, url: node?.url ?? url, random };
    const editor = await openCoEditor(entry, { ...owner, origin: fleet.origin }, doc);
    editors.push(editor);
    if (node !== undefined) pinned.set(editor, node.name);
  }
  return { doc, place, editors, pinned };
};

const everybodyOnline = async (editors: readonly CoEditor[]): Promise<void> => {
  while (!editors.every(({ isOnline }) => isOnline)) await wait(50);
};

/** How many pieces somebody lacks that were acknowledged half a second ago: what is on its way does not count. */
const lastingLack = async (editors: readonly CoEditor[]): Promise<number> => {
  const acked = new Map(editors.map((editor) => [editor, editor.ackedClock]));
  await wait(500);
  return lacking(editors, (editor) => acked.get(editor) ?? 0);
};

const vectorOf = ({ replica }: CoEditor) => Y.decodeStateVector(Y.encodeStateVector(replica));

/** Whether nothing is under way, and everybody has the same pieces and the same words. */
const areAlike = (editors: readonly CoEditor[]): boolean => {
  const going = editors.some(({ isUnderWay, refused }) => isUnderWay && refused === null);
  return (
    !going &&
    lacking(editors) === 0 &&
    new Set(editors.map(({ replica }) => replica.getText(pageText).toJSON())).size === 1
  );
};

/** How many acknowledged pieces the replica lacks that lacks most. */
const lacking = (
  editors: readonly CoEditor[],
  ackedOf: (editor: CoEditor) => number = ({ ackedClock }) => ackedClock,
): number =>
  Math.max(
    ...editors.map((reader) => {
      const has = vectorOf(reader);
      return editors.reduce(
        (sum, editor) =>
          sum + Math.max(0, ackedOf(editor) - (has.get(editor.replica.clientID) ?? 0)),
        0,
      );
    }),
  );
