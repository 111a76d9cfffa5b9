import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { EventsAppended } from "#contract/downstream.ts";
import type { CodeEnterAck, CodeSendAck } from "#contract/identity-requests.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import { pino } from "pino";
import { type CodeMails, openCodeMails } from "../support/code-mails.ts";
import { openTestDb, type TestDb } from "../support/test-db.ts";
import { type Client, anId, message, openWorld, until, type World } from "./gateway-world.ts";

let database: TestDb;
let world: World;
let mails: CodeMails;
const log = pino({ level: "silent" });
beforeAll(async () => {
  database = await openTestDb();
  world = await openWorld(database);
  mails = await openCodeMails(database, log);
});
afterEach(() => world.tidy());
afterAll(async () => {
  await mails?.[Symbol.asyncDispose]();
  await world?.close();
});

const told = (client: Client, type: string) =>
  client
    .heard<EventsAppended>("events.appended")
    .flatMap(({ events }) => events)
    .filter(({ body }) => body.type === type);

it("[RT56] a code is entered on one of two sockets, and both are told; a stranger's try is none", async () => {
  const bus = makeMemoryBus(log);
  const identity = mails.identity({ db: database.db, bus, log });
  const node = await world.node({ identity }, bus);
  const visitor = await world.visitor(node, world.a);
  const conversationId = visitor.session.conversationId;
  const email = "two.sockets@example.com";
  await visitor.granted("message.post", message(conversationId, `I am ${email}`));
  const tab = await world.visitor(node, world.a);
  const { token } = visitor.session;
  await tab.granted("session.start", { token, locale: "zh" });
  const stranger = await world.visitor(node, world.a);
  const operator = await world.operator(node, world.a.members.operator);
  await operator.granted("conversation.join", { conversationId });
  const ask = { conversationId, clientId: anId() };
  const sent = await operator.granted<CodeSendAck>("identity.send-code", ask);
  expect(sent).toMatchObject({ seq: expect.any(Number), againAt: null });
  // The same request again is the same code.
  expect(await operator.granted<CodeSendAck>("identity.send-code", ask)).toEqual(sent);
  await until(() => told(visitor, "identity.asked").length === 1);
  const body = told(visitor, "identity.asked")[0]?.body;
  if (body?.type !== "identity.asked") throw new Error("unreachable");
  expect(body).toEqual({
    type: "identity.asked",
    checkId: body.checkId,
    address: "t…@example.com",
    decisionId: null,
  });
  const code = await mails.code(email);
  const entered = { conversationId, checkId: body.checkId, code };
  expect(await stranger.ask("identity.enter-code", entered)).toMatchObject({
    ok: false,
    error: { kind: "not_found" },
  });
  const elsewhere = await world.visitor(node, world.b);
  expect(await elsewhere.ask("identity.enter-code", entered)).toMatchObject({
    ok: false,
    error: { kind: "not_found" },
  });
  const wrong = { ...entered, code: code === "111111" ? "222222" : "111111" };
  const tries = await Promise.all(
    [visitor, tab, visitor].map((client) =>
      client.granted<CodeEnterAck>("identity.enter-code", wrong),
    ),
  );
  expect(tries.map(({ triesLeft }) => triesLeft).toSorted((a, b) => a - b)).toEqual([2, 3, 4]);
  expect(await tab.granted<CodeEnterAck>("identity.enter-code", entered)).toMatchObject({
    outcome: "verified",
    triesLeft: 0,
  });
  await until(() => told(operator, "identity.settled").length === 1);
  await until(() => told(visitor, "identity.settled").length === 1);
  const again = { conversationId, clientId: anId() };
  const soon = await visitor.granted<CodeSendAck>("identity.send-code", again);
  expect(soon).toMatchObject({ seq: null, againAt: expect.any(String) });
  const heard = JSON.stringify([
    ...told(visitor, ""),
    node.lines,
    operator.heard("events.appended"),
  ]);
  expect(heard).not.toContain(`"${code}"`);
});
