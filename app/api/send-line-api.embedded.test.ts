import { afterAll, beforeAll, expect, test } from "vitest";
import { createTenant } from "#engine/tenancy/create-tenant.ts";
import { type ServedApi, serveApi } from "../../tests/support/serve-api.ts";

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
  const { db } = api.services;
  const tenantId = await createTenant(db, { slug: "acme", name: "Acme", by: "test" });
  await api.addToken(tenantId, "acme", "admin");
});
afterAll(() => api?.close());

const sendLine = () => api.call<Record<string, unknown>>("GET", "/api/v1/retrieval/send-line");
const versions = "/api/v1/retrieval/versions";
const save = async (line: unknown) => {
  const { body } = await api.call<{ versions: { tuning: object }[] }>("GET", versions);
  const tuning = { ...body.versions[0]?.tuning, sendLine: line };
  return api.call<{ version: number }>("POST", versions, { body: { tuning } });
};

test("a new workspace learns its line from .70 on, and says what is missing", async () => {
  const { status, body } = await sendLine();
  expect(status).toBe(200);
  expect(body).toMatchObject({ setting: "learn", line: 0.7, lastMove: null });
  expect(body["steps"]).toContainEqual({
    line: 0.6,
    judged: 0,
    wrong: 0,
    atLeast: 0,
    missing: 59,
    refuted: false,
  });
});

test("the line is set to a number, or to drafts until one is proven, and to nothing else", async () => {
  for (const [line, held] of [
    [0.85, 0.85],
    ["proven", null],
  ] as const) {
    const { body } = await save(line);
    const path = "/api/v1/retrieval/production";
    const published = { version: body.version };
    expect((await api.call("POST", path, { body: published })).status).toBe(200);
    expect((await sendLine()).body).toMatchObject({ setting: line, line: held });
  }
  for (const line of ["often", 1.5, null]) expect((await save(line)).status).toBe(400);
});
