import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { SessionStartAck } from "#contract/session-start.ts";
import { makeEntrance } from "#realtime/inbox/entrance.ts";
import { type Node, type World, message, openWorld } from "./gateway-world.ts";

let world: World;
let node: Node;
beforeAll(async () => void (world = await openWorld()));
afterEach(() => world.tidy());
afterAll(() => world.close());

const start = { locale: "en" } as const;
const wordsOf = ({ events }: SessionStartAck) =>
  events.flatMap(({ body }) =>
    body.type === "message.posted" ? body.parts.map(({ text }) => text) : [],
  );

describe("many who come back at once", () => {
  it("[RT2] are each given what is theirs, in a few transactions", async () => {
    node = await world.node();
    const visitors = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        world.visitor(node, index % 4 === 0 ? world.b : world.a),
      ),
    );
    // Every third has written something.
    for (const [index, visitor] of visitors.entries()) {
      if (index % 3 !== 0) continue;
      await visitor.granted(
        "message.post",
        message(visitor.session.conversationId, `I am ${index}`),
      );
    }
    const transactions = vi.spyOn(world.testDb.db, "tenant");
    const back = await Promise.all(
      visitors.map(({ granted, session }) =>
        granted<SessionStartAck>("session.start", { token: session.token, ...start }),
      ),
    );
    expect(transactions.mock.calls.length).toBeLessThan(15);
    transactions.mockRestore();
    for (const [index, { session }] of visitors.entries()) {
      const known = index % 3 === 0;
      const { token, contactId, conversationId } = session;
      const theirs = { token, contactId, ...(known ? { conversationId } : {}) };
      expect(back[index]).toMatchObject(theirs);
      expect(wordsOf(back[index] as SessionStartAck)).toEqual(known ? [`I am ${index}`] : []);
    }
    expect(new Set(back.map(({ conversationId }) => conversationId)).size).toBe(40);
  });

  it("[RT2] are not held up by one who cannot be let in", async () => {
    node = await world.node();
    const visitors = await Promise.all(
      Array.from({ length: 6 }, () => world.visitor(node, world.b)),
    );
    const { db } = world.testDb;
    const tenant = db.tenant.bind(db);
    // What a channel does that was deleted a moment ago: whoever is new there cannot be stored.
    vi.spyOn(db, "tenant").mockImplementation((id, run, options) =>
      tenant(
        id,
        (tx) =>
          run(
            new Proxy(tx, {
              apply: (target, self, [texts, ...values]: [TemplateStringsArray, ...unknown[]]) => {
                const isNew = texts.join("").includes("insert into xin.contacts");
                if (isNew) throw new Error("violates foreign key constraint");
                return Reflect.apply(target, self, [texts, ...values]) as unknown;
              },
            }),
          ),
        options,
      ),
    );
    const answers = await Promise.all(
      visitors.map(({ ask, session }, index) =>
        ask<SessionStartAck>("session.start", {
          token: index === 3 ? null : session.token,
          ...start,
        }),
      ),
    );
    vi.restoreAllMocks();
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, false, true, true]);
  });

  it("[RT22] an attempt whose client has hung up is forgotten, and its connection closed", async () => {
    const answers: string[] = [];
    const entrance = makeEntrance({ share: () => 0, perSecond: 1, longestWaitMs: 60_000 });
    entrance.enter({ socket: {} } as never, () => {});
    const http = createServer();
    http.on("upgrade", (request) => entrance.enter(request, (answer) => answers.push(answer)));
    await new Promise<void>((resolve) => void http.listen(0, "127.0.0.1", resolve));
    const client = connect((http.address() as AddressInfo).port, "127.0.0.1");
    const opened = once(http, "connection");
    client.write(
      "GET /socket.io/ HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    );
    await opened;
    await once(http, "upgrade");
    const closed = once(client, "close");
    client.end();
    await closed;
    expect(answers).toEqual([]);
    entrance.close();
    await new Promise((resolve) => void http.close(resolve));
  });
});
