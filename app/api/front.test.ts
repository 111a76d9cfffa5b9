import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { readConfig } from "#engine/runtime/config.ts";
import { makeMetrics } from "#engine/runtime/metrics.ts";
import { type Routes, makeFront } from "./front.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const pages: Routes["pages"] = (request, response) => {
  request.resume();
  request.on("end", () => response.writeHead(200).end("page"));
};
const api: Routes["api"] = {
  handle: () => Promise.resolve(new Response("api")),
  close: () => Promise.resolve(),
};

const serve = async (routes: Routes | null, env: Record<string, string> = {}) => {
  const metrics = makeMetrics();
  const front = makeFront({ config: readConfig(env), metrics }, (request, response) => {
    if (request.url !== "/livez") return false;
    response.end("alive");
    return true;
  });
  if (routes !== null) front.open(routes);
  const http = createServer(front.listener);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  open.push(() => new Promise((resolve) => http.close(() => resolve())));
  const { port } = http.address() as AddressInfo;
  const get = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, init);
  return { front, metrics, get, port };
};

/** Sends headers and a little of a body, and answers the status. */
const post = (port: number, path: string, headers: Record<string, string | number>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const sent = httpRequest({ port, path, method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.on("error", reject);
    sent.write("begin");
  });

test("before everything has started only health answers", async () => {
  const { front, get } = await serve(null);
  expect(front.isOpen).toBe(false);
  expect((await get("/livez")).status).toBe(200);
  const early = await get("/");
  expect([early.status, early.headers.get("retry-after")]).toEqual([503, "2"]);
});

test("then the API has its paths and the pages the rest", async () => {
  const { get, metrics } = await serve({ api, pages });
  expect(await (await get("/api/v1/anything")).text()).toBe("api");
  expect(await (await get("/apiary")).text()).toBe("page");
  expect(await metrics.registry.metrics()).toContain(
    'xin_http_request_seconds_count{area="api",status="2xx"} 1',
  );
});

test("a node without pages says whose work they are", async () => {
  const { get } = await serve({ api: null, pages: null });
  const answer = await get("/");
  expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("XIN_ROLE")]);
});

test.each([
  [
    "a small form",
    "/sign-in",
    { "content-type": "application/x-www-form-urlencoded", "content-length": 5 },
    200,
  ],
  [
    "a form above 1 MiB",
    "/sign-in",
    { "content-type": "application/x-www-form-urlencoded", "content-length": 1024 * 1024 + 1 },
    413,
  ],
  [
    "an archive of 50 MiB",
    "/knowledge/upload",
    { "content-type": "application/octet-stream", "content-length": 50 * 1024 * 1024 },
    200,
  ],
  [
    "a document above that",
    "/knowledge/upload",
    { "content-type": "application/octet-stream", "content-length": 50 * 1024 * 1024 + 1 },
    413,
  ],
  [
    "a document in a form",
    "/knowledge/upload",
    { "content-type": "multipart/form-data; boundary=x", "content-length": 1 },
    415,
  ],
  [
    "the bytes of a file where none is uploaded",
    "/sign-in",
    { "content-type": "application/octet-stream", "content-length": 1 },
    415,
  ],
  ["what is no form", "/sign-in", { "content-type": "application/json", "content-length": 1 }, 415],
  ["no body at all", "/sign-out", { "content-length": 0 }, 200],
  ["a body of untold length", "/sign-in", { "transfer-encoding": "chunked" }, 411],
] as const)("%s", async (_, path, headers, status) => {
  const taken: Routes["pages"] = (_request, response) => response.writeHead(200).end();
  const { port } = await serve({ api, pages: taken });
  expect(await post(port, path, headers)).toBe(status);
});

test("every response has the security headers, and over https HSTS", async () => {
  const plain = await serve({ api, pages });
  for (const path of ["/livez", "/", "/api/v1/x"]) {
    const { headers } = await plain.get(path);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
    expect(headers.get("permissions-policy")).toContain("camera=()");
    expect(headers.get("strict-transport-security")).toBeNull();
  }
  const secure = await serve({ api, pages }, { XIN_PUBLIC_URL: "https://help.example.com" });
  expect((await secure.get("/")).headers.get("strict-transport-security")).toContain("max-age=");
});
