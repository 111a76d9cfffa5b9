import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WireError } from "#contract/ack.ts";
import { makeZip } from "../../tests/support/make-zip.ts";
import { type ServedApi, serveApi } from "../../tests/support/serve-api.ts";
import { makeTenant } from "../../tests/support/test-db.ts";

type Refusal = { error: WireError };
let api: ServedApi;

beforeAll(async () => {
  api = await serveApi();
  for (const slug of ["acme", "globex"]) {
    const tenantId = await makeTenant(api.services.db, slug);
    await api.addToken(tenantId, slug, "admin");
    await api.addToken(tenantId, slug, "viewer");
  }
});
afterAll(() => api?.close());

const call: ServedApi["call"] = (method, path, options) => api.call(method, path, options);

type Sources = { sources: { id: string; title: string; state: string }[] };
const upload = (body: Uint8Array, query = "filename=guide.md") =>
  call("POST", `/api/v1/knowledge/files?${query}`, { body });

test("a text is added, listed, read and deleted; the same text again is the same source", async () => {
  const body = { title: "Opening hours", text: "We are open from 9 to 18." };
  const first = await call<{ sourceId: string }>("POST", "/api/v1/knowledge/sources", { body });
  const again = await call("POST", "/api/v1/knowledge/sources", { body });
  expect(first.status).toBe(200);
  expect(again.body).toEqual(first.body);

  const path = `/api/v1/knowledge/sources/${first.body.sourceId}`;
  expect((await call("GET", path)).body).toMatchObject({ title: "Opening hours", kind: "text" });
  const { body: list } = await call<Sources>("GET", "/api/v1/knowledge/sources");
  expect(list.sources.map((source) => source.id)).toContain(first.body.sourceId);

  expect((await call("DELETE", path)).status).toBe(204);
  expect((await call("GET", path)).status).toBe(404);
});

test("a file is taken as it is; one above 20 MiB is a 413", async () => {
  const added = await upload(Buffer.from("# Guide\n\nRead me."));
  expect(added).toMatchObject({ status: 200, body: { sourceId: expect.any(String) } });
  const tooLarge = await upload(new Uint8Array(20 * 1024 * 1024 + 1));
  expect(tooLarge).toMatchObject({ status: 413, body: { error: { kind: "too_large" } } });
});

test("sources are listed by page and state; the status tells how ingestion goes", async () => {
  for (const title of ["One", "Two", "Three"]) {
    const body = { title, text: `Words of ${title}.` };
    await call("POST", "/api/v1/knowledge/sources", { body });
  }
  type Page = Sources & { next: string | null };
  const { body: page } = await call<Page>("GET", "/api/v1/knowledge/sources?limit=2&search=o");
  expect(page.sources).toHaveLength(2);
  const rest = await call<Page>("GET", `/api/v1/knowledge/sources?limit=500&after=${page.next}`);
  const ids = [...page.sources, ...rest.body.sources].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const failed = await call<Page>("GET", "/api/v1/knowledge/sources?state=failed");
  expect(failed.body).toEqual({ sources: [], next: null });
  const path = "/api/v1/knowledge/status?waitSeconds=1";
  const { body: status } = await call<{ position: string; counts: object }>("GET", path);
  expect(status.counts).toMatchObject({ cancelled: 0, stale: 0 });
  const same = await call<{ position: string }>("GET", `${path}&after=${status.position}`);
  expect(same.status).toBe(200);
  expect((await call("GET", "/api/v1/knowledge/sources?state=odd")).status).toBe(400);
});

test("a source is replaced, cancelled, tried again and reviewed", async () => {
  const body = { title: "Changing", text: "The first edition." };
  const made = await call<{ sourceId: string }>("POST", "/api/v1/knowledge/sources", { body });
  const path = `/api/v1/knowledge/sources/${made.body.sourceId}`;
  expect((await call("POST", `${path}/cancel`)).status).toBe(204);
  expect((await call("GET", path)).body).toMatchObject({ state: "cancelled" });
  expect((await call("POST", `${path}/cancel`)).status).toBe(409);
  expect((await call("POST", `${path}/retry`)).status).toBe(204);
  const bytes = Buffer.from("The second edition.");
  const content = `${path}/content?filename=second.md`;
  const replaced = await call("PUT", content, { body: bytes });
  expect(replaced.status).toBe(204);
  const months = { reviewAfterMonths: 3 };
  expect((await call("POST", `${path}/review`, { body: months })).status).toBe(204);
  const never = { body: { reviewAfterMonths: 0 } };
  expect((await call("POST", `${path}/review`, never)).status).toBe(400);
  expect((await call("GET", path)).body).toMatchObject({
    state: "queued",
    title: "Changing",
    filename: "second.md",
    reviewAfterMonths: 3,
    progress: { done: 0, total: null },
  });
  expect((await call("POST", "/api/v1/knowledge/reindex")).body).toEqual({ sources: 0 });
});

test("an archive adds what is in it", async () => {
  const zip = makeZip([{ name: "in/a.md", content: Buffer.from("# In an archive") }]);
  const { body } = await call("POST", "/api/v1/knowledge/archives", { body: zip });
  expect(body).toEqual({
    failure: null,
    files: [{ path: "in/a.md", sourceId: expect.any(String), isNew: true, failure: null }],
  });
});

test("a viewer cannot add, and another tenant's source answers as one that does not exist", async () => {
  const body = { title: "Mine", text: "Only for globex." };
  const viewer = await call<Refusal>("POST", "/api/v1/knowledge/sources", {
    as: "globex.viewer",
    body,
  });
  expect(viewer.body.error.kind).toBe("forbidden");
  const made = await call<{ sourceId: string }>("POST", "/api/v1/knowledge/sources", {
    as: "globex.admin",
    body,
  });
  for (const method of ["GET", "DELETE"]) {
    const foreign = await call(method, `/api/v1/knowledge/sources/${made.body.sourceId}`);
    const unknown = await call(method, `/api/v1/knowledge/sources/${uuidv7()}`);
    expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
  }
  const { body: list } = await call<Sources>("GET", "/api/v1/knowledge/sources");
  expect(list.sources.map((source) => source.id)).not.toContain(made.body.sourceId);
});
