import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { makeMetrics } from "#engine/runtime/metrics.ts";
import { type HealthDeps, makeHealthHandler } from "./health.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const serve = async (changes: Partial<HealthDeps> = {}) => {
  const handler = makeHealthHandler({
    metrics: makeMetrics(),
    started: () => true,
    draining: () => false,
    db: () => ({ ping: () => Promise.resolve() }),
    bus: () => null,
    ...changes,
  });
  const http = createServer((request, response) => {
    if (!handler(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  open.push(() => new Promise((resolve) => http.close(() => resolve())));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return (path: string, init: RequestInit = {}) => fetch(origin + path, init);
};

const unreachable = (): Promise<void> => Promise.reject(new Error("down"));

test("/readyz is 200 when it has started and the database answers", async () => {
  const get = await serve();
  const response = await get("/readyz");
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    ready: true,
    checks: { process: "ok", database: "ok", redis: "not used" },
  });
});

const cases: [string, Partial<HealthDeps>, string, string][] = [
  ["before the start is over", { started: () => false }, "process", "starting"],
  ["while draining", { draining: () => true }, "process", "draining"],
  ["without a database", { db: () => null }, "database", "unavailable"],
  ["when the database is down", { db: () => ({ ping: unreachable }) }, "database", "unavailable"],
];

test.each(cases)("/readyz is 503 %s, and /livez stays 200", async (_, changes, check, state) => {
  const get = await serve(changes);
  const response = await get("/readyz");
  expect(response.status).toBe(503);
  expect((await response.json()) as unknown).toMatchObject({ checks: { [check]: state } });
  expect((await get("/livez")).status).toBe(200);
});

test("a lost Redis is told and does not take the node out", async () => {
  const bus = { connected: false } as unknown as ReturnType<HealthDeps["bus"]>;
  const get = await serve({ bus: () => bus });
  const response = await get("/readyz");
  expect(response.status).toBe(200);
  expect((await response.json()) as unknown).toMatchObject({ checks: { redis: "unavailable" } });
});

test("probes that come all at once ask the database once", async () => {
  let pings = 0;
  const ping = () => {
    pings += 1;
    return Promise.resolve();
  };
  const get = await serve({ db: () => ({ ping }) });
  await Promise.all(Array.from({ length: 20 }, () => get("/readyz")));
  expect(pings).toBe(1);
});

test("/metrics speaks Prometheus, and other paths are somebody else's", async () => {
  const get = await serve();
  const response = await get("/metrics");
  expect(response.headers.get("content-type")).toContain("text/plain");
  expect(await response.text()).toContain("# TYPE xin_message_ack_seconds histogram");
  expect((await get("/")).status).toBe(404);
  expect((await get("/readyz", { method: "POST" })).status).toBe(404);
});
