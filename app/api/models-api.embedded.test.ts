import { afterAll, beforeAll, expect, test } from "vitest";
import { startFakeCrm } from "../../tests/fakes/crm.ts";
import { type FakeOpenAI, startFakeOpenAI } from "../../tests/fakes/openai.ts";
import { type ServedApi, serveApi } from "../../tests/support/serve-api.ts";
import { makeTenant } from "../../tests/support/test-db.ts";

let api: ServedApi;
let fake: FakeOpenAI;
const key = "sk-0123456789-abcdefghijk";

beforeAll(async () => {
  fake = await startFakeOpenAI();
  api = await serveApi({ XIN_MODEL_ALLOW: "127.0.0.0/8", XIN_CRM_ALLOW: "127.0.0.0/8" });
  const tenantId = await makeTenant(api.services.db, "acme");
  for (const role of ["owner", "admin", "operator"] as const) {
    await api.addToken(tenantId, "acme", role);
  }
});
afterAll(async () => {
  await api?.close();
  await fake?.[Symbol.asyncDispose]();
});

type List = { providers: { id: string; name: string; keyEnding: string | null }[] };
const call = <T = unknown>(method: string, path: string, body?: unknown, as = "acme.owner") =>
  api.call<T>(method, `/api/v1/models${path}`, { body, as });
const add = (settings: object) =>
  call<{ providerId: string }>("POST", "", {
    name: "fast",
    url: fake.url,
    model: "gpt-4.1-mini",
    ...settings,
  });

test("an owner adds, orders, changes, tests and deletes models; nobody is told a key", async () => {
  const { status, body: first } = await add({ key });
  expect(status).toBe(200);
  const { body: second } = await add({ name: "careful", key: "" });
  const ids = [second.providerId, first.providerId];
  expect((await call("PUT", "/order", { providerIds: ids })).status).toBe(204);
  expect((await call("PUT", "/order", { providerIds: [ids[0]] })).status).toBe(409);
  const limits = { conversationUsd: 0.02, dayUsd: 5, dayCalls: 1000 };
  expect((await call("PUT", "/budget", limits)).status).toBe(204);
  expect(
    (await call("PATCH", `/${ids[0]}`, { enabled: false, priceIn: null, priceOut: null })).status,
  ).toBe(204);

  const { body } = await call<List>("GET", "", undefined, "acme.admin");
  expect(JSON.stringify(body)).not.toContain(key);
  expect(body).toMatchObject({
    providers: [
      { name: "careful", keyEnding: null, enabled: false, priceIn: null },
      // Its list price.
      { name: "fast", keyEnding: "hijk", enabled: true, priceIn: 0.4, priceOut: 1.6 },
    ],
    installation: null,
    budget: limits,
    days: [],
  });
  expect((await call("POST", `/${ids[1]}/test`)).body).toMatchObject({
    text: "Hello from the fake model.",
    failure: null,
  });
  expect((await call("DELETE", `/${ids[0]}`)).status).toBe(204);
  expect((await call("DELETE", `/${ids[0]}`)).status).toBe(404);
});

test("only owners change models, and only who runs the workspace reads them", async () => {
  expect(
    (await call("POST", "", { name: "x", url: fake.url, model: "m" }, "acme.admin")).status,
  ).toBe(403);
  expect((await call("GET", "", undefined, "acme.operator")).status).toBe(403);
});

test.each([
  ["a name with a space", { name: "my model" }],
  ["a name that is taken by Xin", { name: "xin" }],
  ["an address that is none", { url: "api.openai.com" }],
  ["another protocol", { url: "file:///etc/passwd" }],
  ["an address with a password", { url: "https://me:secret@models.example/v1" }],
  ["a private address", { url: "http://10.0.0.1/v1" }],
  ["a private address in disguise", { url: "http://0x0a000001/v1" }],
  ["the address of the cloud's own data", { url: "http://169.254.169.254/latest" }],
  ["an unusual port", { url: "https://models.example:6379/v1" }],
  ["a model without a name", { model: " " }],
  ["a key of two lines", { key: `${key}\n${key}` }],
  ["half a price", { priceIn: 1, priceOut: null }],
  ["a price below zero", { priceIn: -1, priceOut: 1 }],
  ["a whole answer in less time than its first word", { firstTokenMs: 5000, callMs: 2000 }],
  ["no call at the same time", { concurrency: 0 }],
])("%s is refused, with words that name the fix", async (_name, settings) => {
  const answer = await add({ name: "other", ...settings });
  expect(answer).toMatchObject({ status: 400, body: { error: { kind: "invalid" } } });
  expect(JSON.stringify(answer.body)).not.toContain(key);
});

test("a key does not follow an address to another server, and a name is given once", async () => {
  const { body } = await add({ name: "moved", key });
  const url = "https://elsewhere.example/v1";
  expect((await call("PATCH", `/${body.providerId}`, { url })).status).toBe(400);
  expect((await call("PATCH", `/${body.providerId}`, { url, key })).status).toBe(204);
  expect(await add({ name: "moved" })).toMatchObject({ status: 409 });
});

test("an owner connects, tries and disconnects the system with orders; its key goes nowhere else", async () => {
  const crmKey = "sk-crm-0123456789-wxyz";
  const order = { number: "1042", email: null, status: "shipped" };
  await using crm = await startFakeCrm({ "/orders/1042": { mode: "json", body: order } }, crmKey);
  await using other = await startFakeCrm();
  const on = <T = unknown>(method: string, path: string, body?: unknown, as = "acme.owner") =>
    api.call<T>(method, `/api/v1/crm${path}`, { body, as });
  const tried = (number: string) => on("POST", "/test", { kind: "order", number });

  expect((await tried("1042")).status).toBe(404);
  for (const url of [
    "ftp://shop.example",
    "http://10.0.0.7/xin",
    "https://u:p@shop.example",
    "no",
  ]) {
    expect((await on("PUT", "", { url })).status).toBe(400);
  }
  expect((await on("PUT", "", { url: crm.url, key: "two words" })).status).toBe(400);
  expect((await on("PUT", "", { url: crm.url, key: crmKey }, "acme.admin")).status).toBe(403);
  expect((await on("PUT", "", { url: `${crm.url}/`, key: crmKey })).status).toBe(204);
  const { body } = await on("GET", "", undefined, "acme.admin");
  expect(body).toEqual({ connection: { url: crm.url, keyEnding: "wxyz" } });
  expect((await on("GET", "", undefined, "acme.operator")).status).toBe(403);
  expect((await tried("1042")).body).toMatchObject({
    text: "Order 1042, status: shipped",
    hasOwner: false,
  });
  expect((await tried("1043")).body).toMatchObject({ failure: "absent" });
  expect((await tried("../tickets/7")).status).toBe(400);
  expect((await on("POST", "/test", { kind: "order", number: "1042" }, "acme.admin")).status).toBe(
    403,
  );

  // Another server needs its key again; the same one keeps it.
  expect((await on("PUT", "", { url: other.url })).status).toBe(400);
  expect((await on("PUT", "", { url: `${crm.url}/v2` })).status).toBe(204);
  expect((await tried("1042")).body).toMatchObject({ failure: "absent" });
  expect((await on("PUT", "", { url: other.url, key: "" })).status).toBe(204);
  await tried("1042");
  expect(other.requests).toEqual([{ path: "/orders/1042", authorization: null }]);
  expect((await on("DELETE", "")).status).toBe(204);
  expect((await on("GET", "")).body).toEqual({ connection: null });
  expect((await on("DELETE", "")).status).toBe(204);
});
