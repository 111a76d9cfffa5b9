import { setTimeout as wait } from "node:timers/promises";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Socket, io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { namespaces, protocolVersion, upstream } from "#contract/names.ts";
import type { DeliveryReadAck } from "#contract/delivery-read.ts";
import type { Db, Tx } from "#db/client.ts";
import routes from "../../app/routes.ts";
import { withServerDatabase } from "../support/server-database.ts";
import { type RunningServer, startServer } from "../support/start-server.ts";
import { apiBodies, apiWithoutBody, fillPath } from "./api-calls.ts";
import { type Call, consoleCalls } from "./console-calls.ts";
import { type Neighbour, type Things, nobodysThings, prepareNeighbour } from "./neighbour.ts";
import { naming, operatorCalls, visitorCalls } from "./socket-calls.ts";

/*
 * Everything there is to call is called twice by somebody of one tenant: about things of another tenant,
 * and about things that do not exist. Nobody can tell the answers apart, and the other tenant stays as
 * it was. What there is comes from the product itself, so that nothing new escapes.
 */

let folder: string;
let server: RunningServer;
let ours: Neighbour;
let theirs: Neighbour;
let before: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "xin-isolation-"));
  await withServerDatabase({ dataDir: folder, testDb: null }, async (db) => {
    ours = await prepareNeighbour(db, "ours");
    theirs = await prepareNeighbour(db, "theirs");
    before = await storedOf(db, theirs.tenantId);
  });
  server = await startServer({ dataDir: folder, env: { XIN_DEMO: "off", XIN_LOG_LEVEL: "warn" } });
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const roles = ["owner", "operator", "viewer"] as const;

describe("the console", () => {
  it("has a call for every route of app/routes.ts", () => {
    const covered = Object.keys(consoleCalls(nobodysThings(), nobodysThings()));
    expect(pathsOf(routes).toSorted(byText)).toEqual(covered.toSorted(byText));
  });

  it("shows their own people what the calls ask for", async () => {
    const calls = Object.values(consoleCalls(theirs.things, theirs.things)).flat();
    const shown = calls.filter(({ shows }) => shows === true);
    expect(shown.length).toBeGreaterThanOrEqual(5);
    for (const call of shown) {
      const answer = await openPage(theirs.members.owner.cookie, call);
      expect([call.path, answer]).toEqual([call.path, expect.stringContaining(theirs.secret)]);
    }
  });

  it.for(roles)("answers an %s of another tenant as if the things did not exist", async (role) => {
    const { cookie } = ours.members[role];
    const nobodys = nobodysThings();
    const foreign = consoleCalls(theirs.things, ours.things);
    const absent = consoleCalls(nobodys, ours.things);
    for (const [route, calls] of Object.entries(foreign)) {
      for (const [index, call] of calls.entries()) {
        const answer = await openPage(cookie, call);
        expect([call.path, answer]).not.toEqual([
          call.path,
          expect.stringContaining(theirs.secret),
        ]);
        const other = await openPage(cookie, absent[route]?.[index] ?? { path: "none" });
        expect([call.path, nameless(answer, theirs.things)]).toEqual([
          call.path,
          nameless(other, nobodys),
        ]);
      }
    }
  });
});

describe("the API", () => {
  it.for(roles)(
    "answers a token of another tenant's %s as if the things did not exist",
    async (role) => {
      const { bearer } = ours.members[role];
      const nobodys = nobodysThings();
      const operations = await operationsOf(server.url);
      const known = [...Object.keys(apiBodies(nobodys)), ...apiWithoutBody];
      expect(operations.toSorted(byText)).toEqual(known.toSorted(byText));
      for (const operation of operations) {
        const answer = await callApi(bearer, operation, theirs.things);
        expect([operation, answer]).not.toEqual([
          operation,
          expect.stringContaining(theirs.secret),
        ]);
        // What names nothing answers about the caller's own things, which may change meanwhile.
        if (!operation.includes("{")) continue;
        const other = await callApi(bearer, operation, nobodys);
        expect([operation, nameless(answer, theirs.things)]).toEqual([
          operation,
          nameless(other, nobodys),
        ]);
      }
    },
  );

  it("shows their own tokens what the calls ask for", async () => {
    const reads = apiWithoutBody.filter((operation) => operation.startsWith("GET "));
    for (const operation of reads) {
      // What models cost, and what is connected, is for those who run the workspace.
      const { owner, viewer } = theirs.members;
      const { bearer } = /\/(?:models|crm|mail)$/.test(operation) ? owner : viewer;
      const answer = await callApi(bearer, operation, theirs.things);
      const shown = withoutNames.get(operation) ?? theirs.secret;
      expect([operation, answer]).toEqual([operation, expect.stringContaining(shown)]);
    }
  });
});

describe("the sockets", () => {
  it("have a call for every request of the contract", () => {
    const names = [
      ...Object.keys(operatorCalls(nobodysThings())),
      ...Object.keys(visitorCalls(nobodysThings())),
    ];
    expect([...new Set(names)].toSorted(byText)).toEqual(Object.values(upstream).toSorted(byText));
  });

  it.for(roles)("answer an %s of another tenant as if the things did not exist", async (role) => {
    const { cookie } = ours.members[role];
    await using operator = await connect(namespaces.operator, {
      auth: { version: protocolVersion },
      extraHeaders: { cookie, origin: server.url },
    });
    const { about, absent } = await answersOf(operator, operatorCalls);
    expect(about).toEqual(absent);
  });

  it("answer a visitor of another tenant as if the things did not exist", async () => {
    await using visitor = await connect(namespaces.visitor, {
      auth: { key: ours.key, version: protocolVersion },
    });
    const { about, absent } = await answersOf(visitor, visitorCalls);
    expect(about).toEqual(absent);
  });

  it("tell how delivery goes in one's own workspace alone", async () => {
    const handshake = (cookie: string) => ({
      auth: { version: protocolVersion },
      extraHeaders: { cookie, origin: server.url },
    });
    const { cookie } = ours.members.operator;
    await using ourOperator = await connect(namespaces.operator, handshake(cookie));
    await using theirOperator = await connect(
      namespaces.operator,
      handshake(theirs.members.operator.cookie),
    );
    const read = async (socket: Socket) =>
      (await socket.timeout(10_000).emitWithAck("delivery.read", {})) as DeliveryReadAck;
    const untouched = await read(ourOperator);
    const report = { received: 41, gaps: 42, duplicates: 43, resyncs: 44 };
    const taken = (await theirOperator.emitWithAck("delivery.report", report)) as unknown;
    expect(taken).toEqual({ ok: true });
    const [own, other] = [await read(theirOperator), await read(ourOperator)];
    const sums = ({ minutes }: DeliveryReadAck) =>
      [minutes.received, minutes.gaps, minutes.duplicates, minutes.resyncs].map((counts) =>
        counts.reduce((a, b) => a + b, 0),
      );
    expect(sums(own)).toEqual([41, 42, 43, 44]);
    expect(sums(other)).toEqual(sums(untouched));
    expect(other.nodes.map(({ operators }) => operators)).toEqual([1]);
  });
});

describe("afterwards", () => {
  it("the other tenant is as it was, and a query without a tenant sees no row", async () => {
    await server.stop();
    await withServerDatabase({ dataDir: folder, testDb: null }, async (db) => {
      expect(await storedOf(db, theirs.tenantId)).toEqual(before);
      expect(Object.values(before).filter((rows) => rows !== "[]").length).toBeGreaterThan(10);
      for (const table of await tenantTables(db)) {
        const [row] = await db.lookup((tx) => tx`select count(*)::int as n from xin.${tx(table)}`);
        expect([table, row?.["n"]]).toEqual([table, 0]);
      }
    });
  });
});

type Route = { readonly path?: string; readonly children?: readonly Route[] };

const pathsOf = (entries: readonly Route[]): string[] =>
  entries.flatMap(({ path, children = [] }) => [
    ...(path === undefined ? [] : [path]),
    ...pathsOf(children),
  ]);

/** Status and body of a page, without what differs from one request to the next. */
const openPage = async (cookie: string, { path, form }: Call): Promise<string> => {
  const response = await fetch(server.url + path, {
    method: form === undefined ? "GET" : "POST",
    headers: { cookie, origin: server.url },
    redirect: "manual",
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  });
  const body = (await response.text()).replaceAll(/nonce="[^"]*"|"nonce","[^"]*"/g, "nonce");
  return `${response.status} ${response.headers.get("location") ?? ""} ${response.headers.get("content-type") ?? ""} ${body}`;
};

type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> };

/** Every operation of the API's document, as `GET /path`. */
const operationsOf = async (url: string): Promise<string[]> => {
  const document = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as Document;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
};

const callApi = async (bearer: string, operation: string, things: Things): Promise<string> => {
  const [method = "", path = ""] = operation.split(" ");
  const body = apiBodies(things)[operation];
  const response = await fetch(server.url + fillPath(path, things), {
    method,
    headers: { authorization: bearer, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return `${response.status} ${response.headers.get("content-type") ?? ""} ${await response.text()}`;
};

const connect = async (namespace: string, options: Parameters<typeof io>[1]) => {
  const socket = io(server.url + namespace, {
    transports: ["websocket"],
    forceNew: true,
    ...options,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  const close = () => Promise.resolve(void socket.close());
  return Object.assign(socket, { [Symbol.asyncDispose]: close });
};

/** Calls everything about the other tenant's things and about nobody's. */
const answersOf = async (socket: Socket, callsAbout: (things: Things) => object) => {
  const nobodys = nobodysThings();
  const ask = async (things: Things) => {
    const answers: Record<string, string> = {};
    for (const [name, request] of Object.entries(naming(callsAbout(things)))) {
      const answer = JSON.stringify(await askPatiently(socket, name, request));
      expect([name, answer]).not.toEqual([name, expect.stringContaining(theirs.secret)]);
      answers[name] = nameless(answer, things);
    }
    return answers;
  };
  return { about: await ask(theirs.things), absent: await ask(nobodys) };
};

/** Asks again as long as it is told to wait: some requests count as several. */
const askPatiently = async (socket: Socket, name: string, request: unknown): Promise<unknown> => {
  for (;;) {
    const answer = (await socket.timeout(10_000).emitWithAck(name, request)) as Answer;
    if (answer.error?.retryAfterMs === undefined) return answer;
    await wait(answer.error.retryAfterMs);
  }
};

type Answer = { readonly error?: { readonly retryAfterMs?: number } };

/** A text without the ids that were asked for, without any other id, and without times, tokens and durations. */
const nameless = (text: string, things: Things): string => {
  let named = text;
  for (const [name, value] of Object.entries(things)) named = named.replaceAll(value, `<${name}>`);
  return named
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
    .replaceAll(/"(token)":"[^"]+"/g, '"$1":"<token>"')
    .replaceAll(/"ms":[\d.]+/g, '"ms":"<ms>"');
};

/** Reads that tell figures or what everybody has, and one that asks which model. */
const withoutNames = new Map([
  ["GET /api/v1/policies/protection", "200"],
  // What would have been done is for who writes policies.
  ["GET /api/v1/policies/shadow", "403"],
  ["GET /api/v1/modes", "200"],
  // What was decided silently is for who writes policies.
  ["GET /api/v1/modes/shadow-report", "403"],
  ["GET /api/v1/retrieval/versions", "200"],
  ["GET /api/v1/retrieval/send-line", "200"],
  ["GET /api/v1/embedding/models", "200"],
  ["GET /api/v1/embedding/offers", "200"],
  ["GET /api/v1/embedding/comparison", "400"],
  ["GET /api/v1/policies/{policyId}/versions", "200"],
  ["GET /api/v1/policies/canary", "200"],
  ["GET /api/v1/policies/canary/stop", "200"],
  ["GET /api/v1/policies/pointers", "200"],
  ["GET /api/v1/ratings", "200"],
  ["GET /api/v1/ratings/asking", "200"],
  // As for who writes policies.
  ["GET /api/v1/policies/{policyId}/generated-tests", "403"],
]);

const byText = (a: string, b: string) => a.localeCompare(b);

/** Bookkeeping of the engine's consumers, who look at every tenant's log by themselves. */
const bookkeeping = ["consumers", "reply_tasks", "decision_reactions"];

const tenantTables = (db: Db): Promise<string[]> =>
  db.lookup(async (tx) => {
    const rows = await tx<{ name: string }[]>`
      select table_name as name from information_schema.columns
      where table_schema = 'xin' and column_name = 'tenant_id' order by 1`;
    return rows.map(({ name }) => name);
  });

/** What its own people saved as a file is in its audit log. */
const notOwnExport = (tx: Tx) => tx`not (t.action = 'decisions.exported' and t.actor_id in
  (select id::text from xin.members union select id::text from xin.api_tokens))`;

/** Everything a tenant has, as text, by table. */
const storedOf = async (db: Db, tenantId: string): Promise<Record<string, string>> => {
  const stored: Record<string, string> = {};
  for (const table of await tenantTables(db)) {
    if (bookkeeping.includes(table)) continue;
    const rows = await db.tenant(
      tenantId,
      (tx) => tx`select to_jsonb(t)::text as row from xin.${tx(table)} t
        where ${table === "audit_log" ? notOwnExport(tx) : tx`true`} order by 1`,
    );
    stored[table] = JSON.stringify(rows.map(({ row }) => row as unknown));
  }
  return stored;
};
