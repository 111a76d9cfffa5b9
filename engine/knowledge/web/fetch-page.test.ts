import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createNetServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Listening, listenOnLoopback } from "../../../tests/fakes/listen-on-loopback.ts";
import { type AddressRules, addressRules } from "./address-rules.ts";
import { fetchPage, type PageAnswer, type PageRequest } from "./fetch-page.ts";
import { guardedAgent, type Lookup } from "./guarded-agent.ts";
import { makeHostTurns } from "./host-turns.ts";
import { WebFailure } from "./web-failure.ts";

/** Counts every connection that reaches this machine: none may. */
let canary: { port: number; connections: number; close: () => void };
const opened: Listening[] = [];

beforeAll(async () => {
  const server = createNetServer((socket: Socket) => {
    canary.connections += 1;
    socket.destroy();
  });
  server.listen(0, "::");
  await once(server, "listening");
  const address = server.address() as { port: number };
  canary = { port: address.port, connections: 0, close: () => server.close() };
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});
afterAll(() => canary.close());

/** The real rules, but that every port counts as the web's: the canary cannot have port 80. */
const anyPort: AddressRules = {
  mayConnect: (to) => addressRules([]).mayConnect({ ...to, port: 80 }),
};
const openRules = addressRules(["127.0.0.0/8"]);

const fetcher = (rules: AddressRules, lookup?: Lookup) => {
  const deps = {
    agent: guardedAgent(rules, lookup),
    userAgent: "XinBot/test",
    turn: makeHostTurns().turn,
  };
  return (url: string, request: Partial<PageRequest> = {}): Promise<PageAnswer> =>
    fetchPage(deps, { accepts: "pages", ...request, url });
};

const failure = async (answer: Promise<unknown>): Promise<string> => {
  const error = await answer.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WebFailure)) throw new Error(`Not a WebFailure: ${String(error)}`);
  return error.detail === null ? error.reason : `${error.reason}: ${error.detail}`;
};

const serve = async (listener: RequestListener): Promise<string> => {
  const listening = await listenOnLoopback(createServer(listener));
  opened.push(listening);
  return listening.url;
};

it.each([
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f.1",
  "0177.0.0.1",
  "0",
  "localhost",
  "localhost.",
  "LOCALHOST",
  "ⓛocalhost",
  "127。0。0。1",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[2002:7f00:1::]",
])("opens no connection to %s", async (host) => {
  // Not every system knows a name with a dot at its end.
  expect(await failure(fetcher(anyPort)(`http://${host}:${canary.port}/`))).toMatch(
    host === "localhost." ? /^(?:address_private|unreachable): / : /^address_private: /,
  );
  expect(canary.connections).toBe(0);
});

it.each([
  ["http://user:word@127.0.0.1:PORT/", "address_invalid"],
  ["file:///etc/passwd", "address_invalid"],
  ["gopher://127.0.0.1:PORT/", "address_invalid"],
  ["http://127.0.0.1:PORT/", "redirect_private: 127.0.0.1"],
  ["//localhost:PORT/", "redirect_private"],
])("follows no redirect to %s", async (location, reason) => {
  const target = location.replace("PORT", String(canary.port));
  const url = await serve((_, response) => response.writeHead(302, { location: target }).end());
  const onlyThere = new URL(url).host;
  const rules: AddressRules = {
    mayConnect: (to) => addressRules([onlyThere]).mayConnect(to) || anyPort.mayConnect(to),
  };
  expect(await failure(fetcher(rules)(`${url}/start`))).toMatch(new RegExp(`^${reason}`));
  expect(canary.connections).toBe(0);
});

it("checks each address of a name, once, and connects to no other", async () => {
  const asked: string[] = [];
  const names: Record<string, readonly string[]> = {
    "rebind.test": ["127.0.0.1"],
    "mixed.test": ["93.184.215.14", "127.0.0.1"],
    "six.test": ["::1"],
  };
  const lookup: Lookup = (name) => {
    asked.push(name);
    const found = (names[name] ?? []).map((address) => ({
      address,
      family: address.includes(":") ? 6 : 4,
    }));
    return Promise.resolve(found);
  };
  const get = fetcher(anyPort, lookup);
  for (const name of Object.keys(names)) {
    expect(await failure(get(`http://${name}:${canary.port}/`))).toMatch(/^address_private: /);
  }
  expect(asked).toEqual(Object.keys(names));
  expect(canary.connections).toBe(0);
});

it("connects to what was checked, though the name leads elsewhere a moment later", async () => {
  const url = await serve((_, response) => response.writeHead(200).end("from the checked address"));
  const { port } = new URL(url);
  let asked = 0;
  const lookup: Lookup = () => {
    asked += 1;
    return Promise.resolve([{ address: asked === 1 ? "127.0.0.1" : "10.0.0.1", family: 4 }]);
  };
  const get = fetcher(openRules, lookup);
  const { content } = await get(`http://rebind.test:${port}/`);
  expect(Buffer.from(content!.bytes).toString()).toBe("from the checked address");
  expect(asked).toBe(1);
});

it("gives the page, its type and what identifies it, and asks only for what changed", async () => {
  const seen: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    seen.push(request.headers["user-agent"], request.headers["if-none-match"]);
    if (request.url === "/from")
      return response.writeHead(301, { location: "/to?utm_source=x" }).end();
    if (request.headers["if-none-match"] === '"a"') return response.writeHead(304).end();
    return response
      .writeHead(200, { "content-type": "Text/HTML; charset=GBK", etag: '"a"' })
      .end("<p>x");
  });
  const get = fetcher(openRules);
  expect(await get(`${url}/from`)).toMatchObject({
    url: `${url}/to`,
    etag: '"a"',
    content: { mime: "text/html", charset: "gbk" },
  });
  expect(await get(`${url}/to`, { etag: '"a"' })).toMatchObject({ content: null });
  expect(seen).toEqual(["XinBot/test", undefined, "XinBot/test", undefined, "XinBot/test", '"a"']);
});

it("gives up on redirects in a circle, and on too many", async () => {
  const url = await serve((request, response) => {
    const n = Number(request.url?.slice(2));
    const location = request.url?.startsWith("/c") ? `/c${(n + 1) % 2}` : `/d${n + 1}`;
    response.writeHead(302, { location }).end();
  });
  const get = fetcher(openRules);
  expect(await failure(get(`${url}/c0`))).toMatch(/^redirect_loop/);
  expect(await failure(get(`${url}/d0`))).toMatch(/^redirect_loop/);
});

it("hangs up on a page without end, on a bomb, and on what announces too much", async () => {
  const closed: string[] = [];
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
  const url = await serve((request, response) => {
    const path = request.url ?? "";
    response.on("close", () => closed.push(path));
    const html = { "content-type": "text/html" };
    if (path === "/bomb") {
      response.writeHead(200, { ...html, "content-encoding": "gzip" }).end(bomb);
    } else if (path === "/announced") {
      response.writeHead(200, { ...html, "content-length": 10 ** 12 }).write("a");
    } else {
      response.writeHead(200, html);
      const more = () => {
        while (!response.destroyed && response.write("word ".repeat(10_000)));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    }
  });
  const get = fetcher(openRules);
  const before = process.memoryUsage.rss();
  for (const path of ["/endless", "/bomb", "/announced"]) {
    expect(await failure(get(url + path))).toBe("page_too_large: More than 5 MB");
  }
  await expect.poll(() => closed.toSorted()).toEqual(["/announced", "/bomb", "/endless"]);
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);
});

it.each([
  [404, {}, "not_found: Status 404"],
  [410, {}, "not_found: Status 410"],
  [403, {}, "not_allowed: Status 403"],
  [429, { "retry-after": "7" }, "busy: Status 429"],
  [503, {}, "busy: Status 503"],
  [500, {}, "server_error: Status 500"],
  [200, { "content-type": "image/png" }, "not_text: image/png"],
  [200, { "content-type": "application/zip" }, "not_text: application/zip"],
  [200, { "content-type": "text/html", "content-encoding": "gzip" }, "unreadable"],
])("takes status %i with %j for %s", async (status, headers, reason) => {
  const url = await serve((_, response) => response.writeHead(status, headers).end("not gzip"));
  expect(await failure(fetcher(openRules)(url))).toMatch(new RegExp(`^${reason}`));
});

it("ends with the one who asked, and when nobody answers", async () => {
  const url = await serve(() => {});
  const get = fetcher(openRules);
  const stop = new AbortController();
  const waiting = get(url, { signal: stop.signal });
  stop.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
  const silent = createNetServer();
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as { port: number };
  silent.close();
  await once(silent, "close");
  expect(await failure(get(`http://127.0.0.1:${port}/`))).toBe("unreachable: ECONNREFUSED");
});

it("gives up on a server that begins and then says nothing more", async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).write("<p>");
  });
  expect(await failure(fetcher(openRules)(url))).toMatch(/^too_slow/);
}, 60_000);
