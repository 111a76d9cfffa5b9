import { once } from "node:events";
import { readFile, readdir } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type namespaces, oldestServedVersion, protocolVersion } from "#contract/names.ts";
import { type Node, type World, anId, openWorld } from "./gateway-world.ts";

/*
 * tests/fixtures/contract-N.jsonl is what a client of version N sent, over a bare websocket, and what
 * the server of that version answered and told. It is played against the server of today, which must
 * answer with everything that stood there. A fixture never changes; record the next one before the
 * version after it begins.
 */
const folder = new URL("../fixtures/", import.meta.url);
const recorded = (await readdir(folder)).flatMap((name) => {
  const version = /^contract-(\d+)\.jsonl$/.exec(name)?.[1];
  return version === undefined ? [] : [{ name, version: Number(version) }];
});

/** A line of a fixture. In `send`, `$name` stands for a value of the run, the same for each name. */
type Line = { readonly side: keyof typeof namespaces } & (
  | { readonly send: string }
  | { readonly answer: string }
  | { readonly told: string; readonly body: unknown }
);

let world: World;
let node: Node;
const open: WebSocket[] = [];
beforeAll(async () => void (world = await openWorld()));
afterEach(async () => {
  for (const socket of open.splice(0)) socket.close();
  await world.tidy();
});
afterAll(() => world.close());

describe("a client of an earlier version of the contract", () => {
  it("[RT23] is recorded for every version that is still served", () => {
    const served = recorded.map(({ version }) => version).filter((v) => v >= oldestServedVersion);
    const earlier = Array.from(
      { length: protocolVersion - oldestServedVersion },
      (_, index) => oldestServedVersion + index,
    );
    expect(served).toEqual(expect.arrayContaining(earlier));
  });

  it.each(recorded)(
    "[RT23] goes on with $name, or is told to reload",
    async ({ name, version }) => {
      node = await world.node({ heartbeatMs: 300 });
      const text = await readFile(new URL(name, folder), "utf8");
      const lines = text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Line);
      const problems = await play(lines);
      const expected = version < oldestServedVersion ? ["refused as outdated"] : [];
      expect(problems).toEqual(expected);
    },
  );
});

/** Plays a recording; answers what a client of its version would miss. */
const play = async (lines: readonly Line[]): Promise<string[]> => {
  const player = makePlayer();
  const problems: string[] = [];
  let answer = "";
  for (const line of lines) {
    if ("send" in line) {
      answer = await player.send(line.side, line.send);
      if (/^44.*"kind":"outdated"/.test(answer)) return ["refused as outdated"];
    } else if ("answer" in line) {
      const [then, now] = [line.answer, answer].map((packet) => JSON.parse(packet.slice(2)));
      const isSame = answer.startsWith(line.answer.slice(0, 2)) && lacking(then, now).length === 0;
      if (!isSame) problems.push(`${line.answer} is answered today by ${answer}`);
    } else {
      for (const body of apart(line.body)) {
        const heard = await player.hears(line.side, line.told, body);
        if (!heard) problems.push(`${line.told} is not told as it was`);
      }
    }
  }
  return problems;
};

/** Sends what the fixture sends, and keeps what is told meanwhile. */
const makePlayer = () => {
  const values = new Map([["key", world.a.key]]);
  const fill = (text: string) =>
    text.replaceAll(/\$(\w+)/g, (_, name: string) => {
      const value = values.get(name) ?? anId();
      values.set(name, value);
      return value;
    });
  const told: { side: string; name: string; body: unknown }[] = [];
  const sockets = new Map<string, Promise<(packet: string) => Promise<string>>>();

  const connect = async (side: Line["side"]) => {
    const url = `${node.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
    const cookie = `xin_session=${world.a.members.owner.token}`;
    const headers = side === "operator" ? { cookie, origin: node.url } : {};
    // Node's own WebSocket takes headers, which a browser's does not.
    const socket: WebSocket = Reflect.construct(WebSocket, [url, { headers }]);
    open.push(socket);
    let answered: ((packet: string) => void) | undefined;
    socket.addEventListener("message", ({ data }) => {
      const packet = String(data);
      const [, type, json = ""] = /^(4\d)\/\w+,?\d*(.*)$/s.exec(packet) ?? [];
      if (packet === "2") socket.send("3");
      else if (type === "42") {
        const [name, body] = JSON.parse(json) as [string, unknown];
        told.push(...apart(body).map((one) => ({ side, name, body: one })));
      } else if (type !== undefined) answered?.(type + json);
    });
    await once(socket, "message");
    return (packet: string) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      answered = resolve;
      socket.send(fill(packet));
      return promise;
    };
  };

  return {
    /** Whether a message with everything that stood in `body` is told within ten seconds. */
    hears: async (side: Line["side"], name: string, body: unknown) => {
      const deadline = performance.now() + 10_000;
      for (;;) {
        const today = told.filter((one) => one.side === side && one.name === name);
        if (today.some((one) => lacking(body, one.body).length === 0)) return true;
        if (performance.now() > deadline) return false;
        await new Promise((resolve) => void setTimeout(resolve, 20));
      }
    },
    send: async (side: Line["side"], packet: string) => {
      const socket = sockets.get(side) ?? connect(side);
      sockets.set(side, socket);
      const answer = await (await socket)(packet);
      for (const [field, name] of [
        ["token", "token"],
        ["conversationId", "conversation"],
      ] as const) {
        const value = new RegExp(`^43\\[\\{"ok":true,.*?"${field}":"([^"]+)"`).exec(answer)?.[1];
        if (value !== undefined && packet.includes("session.start")) values.set(name, value);
      }
      return answer;
    },
  };
};

/** A frame of events, as one frame for each: how many share a frame is a matter of time alone. */
const apart = (body: unknown): unknown[] =>
  typeof body === "object" && body !== null && "events" in body && Array.isArray(body.events)
    ? body.events.map((event: unknown) => ({ ...body, events: [event] }))
    : [body];

/** Words a client acts upon: they must be the very same. */
const exact = new Set([
  "ok",
  "kind",
  "type",
  "seq",
  "lastSeq",
  "duplicate",
  "more",
  "holder",
  "by",
]);

/** Paths of what stood in a recorded value and is missing, or of another type, today. More is fine. */
const lacking = (then: unknown, now: unknown, path = ""): string[] => {
  if (then === null) return [];
  if (Array.isArray(then)) {
    if (!Array.isArray(now) || now.length < then.length) return [path];
    return then.flatMap((one, index) => lacking(one, now[index], `${path}[${index}]`));
  }
  if (typeof then === "object") {
    if (typeof now !== "object" || now === null) return [path];
    return Object.entries(then).flatMap(([name, value]) => {
      const today: unknown = Reflect.get(now, name);
      if (exact.has(name) && value !== today) return [`${path}.${name}`];
      return lacking(value, today, `${path}.${name}`);
    });
  }
  return typeof then === typeof now ? [] : [path];
};
