import process from "node:process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openDb } from "#db/client.ts";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { defaultPolicyText } from "#engine/policy/default-policy.ts";
import { publishPolicy } from "#engine/policy/publish-policy.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import type { DrillClient, Recorder } from "../../chaos/client/drill-client.ts";
import { openOperator, openVisitor } from "../../chaos/client/entries.ts";
import { type Fleet, openFleet } from "../../chaos/fleet/fleet.ts";
import type { FleetTenant } from "../../chaos/fleet/tenants.ts";
import type { XinProcess } from "../../chaos/fleet/xin-process.ts";
import { hasNginx } from "../support/start-nginx.ts";

const canRun =
  hasNginx && process.env["XIN_TEST_DATABASE_URL"] && process.env["XIN_TEST_REDIS_URL"];
const needs = "needs nginx, XIN_TEST_DATABASE_URL and XIN_TEST_REDIS_URL";
const title = canRun ? "roles as processes" : `roles as processes (${needs})`;

// Several starts of whole servers, on machines that have other work as well.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

describe.skipIf(!canRun)(title, () => {
  let folder: string;
  let fleet: Fleet;
  let tenant: FleetTenant;
  const clients: DrillClient[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "xin-fleet-test-"));
    fleet = await openFleet({ folder, env: { XIN_LOG_LEVEL: "warn", XIN_REPLY_PACE_MS: "0" } });
    const [made] = await fleet.makeTenants([{ slug: "fleet", operators: 1 }]);
    if (made === undefined) throw new Error("no tenant");
    tenant = made;
    await answerByItself(fleet, tenant);
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    const [exit] = fleet.unexpectedExits();
    if (exit !== undefined) throw new Error(`${exit.name} ended with ${exit.code ?? exit.signal}`);
  });
  afterAll(async () => {
    await fleet?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const node = (index: number): XinProcess => {
    const found = fleet.nodes[index];
    if (found === undefined) throw new Error(`no node ${index}`);
    return found;
  };
  const keep = async (opened: Promise<DrillClient>) => {
    const client = await opened;
    clients.push(client);
    return client;
  };
  const quiet: Recorder = () => {};
  const visitorAt = (url: string, record = quiet) =>
    keep(openVisitor({ name: "visitor", url, record }, tenant.key));
  const operatorAt = (url: string, record = quiet) => {
    const { cookie } = tenant.owner;
    return keep(openOperator({ name: "operator", url, record }, { cookie, origin: fleet.origin }));
  };
  const conversationOf = ({ followed }: DrillClient) => followed[0] ?? "";
  const until = (check: () => unknown, timeout = 20_000) =>
    vi.waitFor(check, { timeout, interval: 20 });
  const readiness = async ({ url }: XinProcess) => {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
    return { status: answer.status, ...((await answer.json()) as { checks: object }) };
  };

  it("a visitor on one node is answered by the engine and seen by an operator on another", async () => {
    const visitor = await visitorAt(node(0).url);
    const id = conversationOf(visitor);
    await visitor.send(id, "hello");
    const operator = await operatorAt(node(1).url);
    const present: unknown[] = [];
    operator.on("presence.changed", (message) => void present.push(message));
    await operator.follow(id);
    const answered = async () => {
      const page = await visitor.ask<{ events: { actor: { kind: string }; seq: number }[] }>(
        "events.fetch",
        { conversationId: id, after: 0 },
      );
      const events = page.ok ? page.events : [];
      const answer = events.find(({ actor }) => actor.kind === "ai");
      expect(answer).toBeDefined();
      return answer?.seq ?? 0;
    };
    const seq = await until(answered);
    // Told, not only fetched: both screens have it without asking again.
    await until(() => expect(operator.shownUpTo(id)).toBeGreaterThanOrEqual(Number(seq)));
    await until(() => expect(visitor.shownUpTo(id)).toBeGreaterThanOrEqual(Number(seq)));
    const colleague = await operatorAt(node(0).url);
    const seen: string[] = [];
    colleague.on("presence.changed", (message) => void seen.push(JSON.stringify(message)));
    await colleague.follow(id);
    await until(() => expect(seen.at(-1)).toContain(id));
  });

  it("each role says whether it is ready, and what is away", async () => {
    for (const each of fleet.processes) {
      expect(await readiness(each)).toMatchObject({
        status: 200,
        checks: { process: "ok", database: "ok", redis: "ok" },
      });
    }
  });

  it("[RT10] serves on while Redis is away, and the nodes catch up when it is back", async () => {
    const [visitor, near] = [await visitorAt(node(0).url), await operatorAt(node(0).url)];
    const far = await operatorAt(node(1).url);
    const id = conversationOf(visitor);
    await visitor.send(id, "before");
    await Promise.all([near.follow(id), far.follow(id)]);
    await fleet.redis.kill();
    await until(async () =>
      expect(await readiness(node(0))).toMatchObject({
        status: 200,
        checks: { redis: "unavailable" },
      }),
    );
    for (let turn = 0; turn < 30; turn += 1) await visitor.send(id, `while it was away ${turn}`);
    // On the visitor's own node everything has arrived; the other one may have heard nothing.
    await until(() => expect(near.shownUpTo(id)).toBeGreaterThanOrEqual(31), 5_000);
    await fleet.redis.start();
    await until(() => expect(far.shownUpTo(id)).toBe(near.shownUpTo(id)));
    await until(async () =>
      expect(await readiness(node(1))).toMatchObject({ checks: { redis: "ok" } }),
    );
  });

  it("tells that PostgreSQL is lost, stays up, and serves when it is back", async () => {
    const visitor = await visitorAt(fleet.origin);
    const id = conversationOf(visitor);
    await visitor.send(id, "before");
    await fleet.postgres.kill();
    for (const each of fleet.processes) {
      await until(async () =>
        expect(await readiness(each)).toMatchObject({
          status: 503,
          checks: { process: "ok", database: "unavailable" },
        }),
      );
    }
    const late = visitor.send(id, "while it was away");
    await wait(500);
    await fleet.postgres.start();
    await late;
    for (const each of fleet.processes)
      await until(async () => expect(await each.readyz()).toBe(200));
    await visitor.send(id, "after");
  });

  it("[RT26] rolls over under traffic: each node drains and exits 0, nothing is lost or doubled", async () => {
    const acknowledged: number[] = [];
    const shown: number[] = [];
    const record: Recorder = (line) => {
      if (line.kind === "ok") acknowledged.push(line.seq);
    };
    const visitor = await visitorAt(fleet.origin, record);
    const id = conversationOf(visitor);
    await visitor.send(id, "before");
    const operator = await operatorAt(fleet.origin, (line) => {
      if (line.kind === "recv") shown.push(line.seq);
    });
    await operator.follow(id);
    const traffic = { goesOn: true, sent: 0 };
    const writing = (async () => {
      while (traffic.goesOn) {
        traffic.sent += 1;
        await visitor.send(id, `message ${traffic.sent}`);
        await wait(30);
      }
    })();
    for (const each of fleet.nodes) {
      await until(() => expect(traffic.sent).toBeGreaterThan(10));
      const startedAt = performance.now();
      const stopping = each.stop();
      // Off before anything else: a balancer that asks sends nobody any more.
      await until(async () => expect(await each.readyz()).not.toBe(200));
      expect(await stopping).toEqual({ code: 0, signal: null });
      expect(performance.now() - startedAt).toBeLessThan(30_000);
      await each.start();
    }
    traffic.goesOn = false;
    await writing;
    expect(acknowledged).toHaveLength(traffic.sent + 1);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    const last = Math.max(...acknowledged);
    await until(() => expect(operator.shownUpTo(id)).toBeGreaterThanOrEqual(last));
    expect(shown).toEqual(shown.map((_, index) => index + 1));
  });

  it("a second SIGTERM ends a process at once, with code 1", async () => {
    // Several, so that their closes, each at a moment of its own, take a while.
    for (let turn = 0; turn < 5; turn += 1) await visitorAt(node(0).url);
    const { pid } = node(0);
    const stopping = node(0).stop();
    await until(async () => expect(await node(0).readyz()).not.toBe(200));
    process.kill(pid, "SIGTERM");
    expect(await stopping).toEqual({ code: 1, signal: null });
    await node(0).start();
  });
});

/** Publishes a policy under which the AI sends its answers itself, where the usual one only drafts. */
const answerByItself = async ({ postgres }: Fleet, { tenantId }: FleetTenant) => {
  const db = openDb({ url: postgres.url("xin_app") });
  const log = pino({ level: "silent" });
  const deps = { db, log, bus: makeMemoryBus(log) };
  const envelope = () => systemEnvelope(tenantId, "test");
  const text = defaultPolicyText("Fleet").replace("mode: draft", "mode: auto");
  const policy = await createPolicy(deps, envelope(), { name: "Auto", text });
  await publishPolicy(deps, envelope(), policy);
  await db.close();
};
