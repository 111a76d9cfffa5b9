import process from "node:process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type PublishPlace,
  publishVersion,
  readPointers,
} from "../../chaos/client/publish-race.ts";
import { type QuestionLine, openQuestionLine } from "../../chaos/client/question-line.ts";
import { openSpeakingPage } from "../../chaos/client/speaking-page.ts";
import { type Fleet, openFleet } from "../../chaos/fleet/fleet.ts";
import type { FleetTenant } from "../../chaos/fleet/tenants.ts";
import { hasNginx } from "../support/start-nginx.ts";

const canRun =
  hasNginx && process.env["XIN_TEST_DATABASE_URL"] && process.env["XIN_TEST_REDIS_URL"];
const needs = "needs nginx, XIN_TEST_DATABASE_URL and XIN_TEST_REDIS_URL";
const title = canRun ? "a rollback on two nodes" : `a rollback on two nodes (${needs})`;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

describe.skipIf(!canRun)(title, () => {
  let folder: string;
  let fleet: Fleet;
  let tenant: FleetTenant;
  let place: PublishPlace;
  const lines: QuestionLine[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "xin-rollback-test-"));
    const processes = ["node-1", "node-2"].map((name) => ({ name, role: "all" }) as const);
    fleet = await openFleet({ folder, processes, env: { XIN_LOG_LEVEL: "warn" } });
    const [made] = await fleet.makeTenants([{ slug: "rollback", operators: 0 }]);
    if (made === undefined) throw new Error("no tenant");
    tenant = made;
    place = await openSpeakingPage(fleet, tenant, 2);
  });
  afterEach(() => {
    for (const line of lines.splice(0)) line.close();
    const [exit] = fleet.unexpectedExits();
    if (exit !== undefined) throw new Error(`${exit.name} ended with ${exit.code ?? exit.signal}`);
  });
  afterAll(async () => {
    await fleet?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** A new visitor of each node. */
  const oneOfEach = async (): Promise<QuestionLine[]> => {
    const opened = await Promise.all(
      fleet.nodes.map(({ url }) => openQuestionLine(url, tenant.key)),
    );
    lines.push(...opened);
    return opened;
  };
  const heard = (of: readonly QuestionLine[]) => Promise.all(of.map((line) => line.ask()));
  const letAnswer = async (version: number, running: "move" | "stay") => {
    const { production } = await readPointers(place);
    return publishVersion(place, version, production, running);
  };

  it("is in force on each node once it is acknowledged, and takes running conversations along", async () => {
    const early = await oneOfEach();
    expect(await heard(early)).toEqual([1, 1]);
    expect(await letAnswer(2, "move")).toMatchObject({ status: 200 });
    expect(await heard(early)).toEqual([2, 2]);
    for (let round = 0; round < 3; round += 1) {
      const late = await oneOfEach();
      expect(await letAnswer(1, "move")).toMatchObject({ status: 200 });
      expect(await heard([...late, ...early])).toEqual([1, 1, 1, 1]);
      expect(await letAnswer(2, "move")).toMatchObject({ status: 200 });
      expect(await heard([...late, ...early])).toEqual([2, 2, 2, 2]);
    }
  });

  it("leaves running conversations on their version where the author wants that", async () => {
    expect((await letAnswer(2, "move")).status).toBe(200);
    const early = await oneOfEach();
    expect(await heard(early)).toEqual([2, 2]);
    expect(await letAnswer(1, "stay")).toMatchObject({ status: 200 });
    const late = await oneOfEach();
    expect(await heard([...late, ...early])).toEqual([1, 1, 2, 2]);
    expect(await letAnswer(2, "stay")).toMatchObject({ status: 200 });
    expect(await heard([...late, ...early])).toEqual([1, 1, 2, 2]);
    expect(await letAnswer(1, "move")).toMatchObject({ status: 200 });
    expect(await heard([...late, ...early])).toEqual([1, 1, 1, 1]);
  });
});
