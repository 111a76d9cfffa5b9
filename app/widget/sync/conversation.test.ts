import { afterEach, describe, expect, test, vi } from "vitest";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import { openLink } from "#app/sync/core/link.ts";
import { makeOutboxStorage } from "../../../tests/fakes/outbox-storage.ts";
import {
  scriptedAi,
  scriptedPerson,
  startScriptedGateway,
  words,
  type ScriptedGateway,
} from "../../../tests/fakes/scripted-gateway.ts";
import { Conversation } from "./conversation.ts";
import type { VisitorItem } from "./visitor-item.ts";
import type { Remembered, WidgetMemory } from "./widget-memory.ts";
import { custody, unreadCount } from "./widget-state.ts";

/** What a browser keeps for a page: it outlives the page and is shared by its tabs. */
const makeBrowser = () => {
  let remembered: Remembered = {};
  const memory: WidgetMemory = {
    read: () => remembered,
    write: (patch) => {
      remembered = { ...remembered, ...patch };
    },
    clear: () => {
      remembered = {};
    },
  };
  const { store: outboxStore } = makeOutboxStorage<VisitorItem>();
  return { memory, outboxStore };
};

const open: Conversation[] = [];
afterEach(() => {
  for (const page of open.splice(0)) page.close();
});

let names = 0;
const openPage = (gateway: ScriptedGateway, browser = makeBrowser()) => {
  names += 1;
  const page = new Conversation({
    openLink: (events) => openLink(`${gateway.url}/visitor`, { key: "key" }, events),
    storageName: `test ${names}`,
    locale: "en",
    onChange: () => undefined,
    ...browser,
  });
  open.push(page);
  return page;
};

const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 10_000, interval: 10 });
const texts = (events: readonly ConversationEvent[] = []) =>
  events.flatMap(({ body }) => (body.type === "message.posted" ? [body.parts[0]?.text] : []));
const shown = ({ state }: Conversation) => texts(state.thread?.events);
const whenUp = (page: Conversation) => until(() => expect(page.state.link).toBe("up"));
const onlyId = (gateway: ScriptedGateway) => {
  const [id, ...more] = gateway.conversationIds();
  expect(more).toEqual([]);
  return id ?? "";
};

describe("sending", () => {
  test("what was written before the connection goes out once, in order", async () => {
    await using gateway = await startScriptedGateway();
    const page = openPage(gateway);
    for (const text of ["one", "two", "three"]) expect(page.send(text)).toBe(true);
    await until(() => expect(shown(page)).toEqual(["one", "two", "three"]));
    await until(() => expect(page.state.outbox).toEqual([]));
    expect(texts(gateway.log(onlyId(gateway)))).toEqual(["one", "two", "three"]);
  });

  test("blank text is not sent, spaces around words are kept", async () => {
    await using gateway = await startScriptedGateway();
    const page = openPage(gateway);
    expect(page.send(" \n\u200b")).toBe(false);
    expect(page.send("  hello ")).toBe(true);
    await until(() => expect(shown(page)).toEqual(["  hello "]));
  });

  test("a lost acknowledgement leads to a retry with the same id and no second message", async () => {
    await using gateway = await startScriptedGateway();
    let silent = 1;
    // Neither the acknowledgement nor the event arrives: only a retry can tell.
    gateway.deliver = () => [];
    gateway.fate = (name) => (name === "message.post" && silent-- > 0 ? "silence" : "answer");
    const page = openPage(gateway);
    page.send("hello");
    await until(() => expect(page.state.outbox).toEqual([]));
    await until(() => expect(shown(page)).toEqual(["hello"]));
    const ids = gateway.requests
      .filter(({ name }) => name === "message.post")
      .map(({ payload }) => payload["clientId"]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(texts(gateway.log(onlyId(gateway)))).toEqual(["hello"]);
  });

  test("an unsent message survives the page and goes out from the next one", async () => {
    await using gateway = await startScriptedGateway();
    const browser = makeBrowser();
    gateway.fate = (name) =>
      name === "message.post"
        ? { refuse: { kind: "unavailable", message: "later", retryAfterMs: 100 } }
        : "answer";
    const first = openPage(gateway, browser);
    await whenUp(first);
    first.send("kept");
    await until(() =>
      expect(gateway.requests.some(({ name }) => name === "message.post")).toBe(true),
    );
    first.close();

    gateway.fate = () => "answer";
    const second = openPage(gateway, browser);
    await until(() => expect(shown(second)).toEqual(["kept"]));
    expect(texts(gateway.log(onlyId(gateway)))).toEqual(["kept"]);
  });

  test("a final refusal keeps the text and offers a retry", async () => {
    await using gateway = await startScriptedGateway();
    gateway.fate = (name) =>
      name === "message.post" ? { refuse: { kind: "too_large", message: "too large" } } : "answer";
    const page = openPage(gateway);
    page.send("hello");
    await until(() =>
      expect(page.state.outbox).toMatchObject([{ text: "hello", refused: { kind: "too_large" } }]),
    );
    gateway.fate = () => "answer";
    page.retry(page.state.outbox[0]?.clientId ?? "");
    await until(() => expect(shown(page)).toEqual(["hello"]));
  });

  test("asking for a person waits for the messages before it", async () => {
    await using gateway = await startScriptedGateway();
    const page = openPage(gateway);
    page.send("help");
    page.requestPerson();
    page.requestPerson();
    await until(() => expect(custody(page.state).holder).toBe("waiting"));
    const order = gateway.requests
      .map(({ name }) => name)
      .filter((name) => name !== "session.start");
    expect(order.slice(0, 2)).toEqual(["message.post", "person.request"]);
    expect(order.filter((name) => name === "person.request")).toHaveLength(1);
  });
});

describe("receiving", () => {
  const talk = async (gateway: ScriptedGateway, browser = makeBrowser()) => {
    const page = openPage(gateway, browser);
    page.send("hello");
    await until(() => expect(shown(page)).toEqual(["hello"]));
    return { page, id: onlyId(gateway) };
  };

  test("lost, repeated and reordered events end in the same log", async () => {
    await using gateway = await startScriptedGateway();
    const { page, id } = await talk(gateway);
    const late: ConversationEvent[] = [];
    gateway.deliver = ([event]) => {
      if (event === undefined || event.seq % 3 === 0) return [];
      if (event.seq % 3 === 1) return [[event], [event]];
      late.push(event);
      return late.length > 1 ? [late.splice(0).toReversed()] : [];
    };
    const said = Array.from({ length: 60 }, (_, index) => `answer ${index}`);
    for (const text of said) gateway.append(id, scriptedAi, words(text));
    gateway.tell("heartbeat", { conversations: [{ id, lastSeq: gateway.log(id).length }] });
    await until(() => expect(shown(page)).toEqual(["hello", ...said]));
  });

  test("what happened during an outage is there after it", async () => {
    await using gateway = await startScriptedGateway();
    const { page, id } = await talk(gateway);
    gateway.cut();
    const said = Array.from({ length: 450 }, (_, index) => `answer ${index}`);
    for (const text of said) gateway.append(id, scriptedAi, words(text));
    await until(() => expect(shown(page)).toEqual(["hello", ...said]));
  });

  test("a lost last event is noticed by the heartbeat and by resync", async () => {
    await using gateway = await startScriptedGateway();
    const { page, id } = await talk(gateway);
    gateway.deliver = () => [];
    gateway.append(id, scriptedAi, words("first"));
    gateway.tell("heartbeat", { conversations: [{ id, lastSeq: gateway.log(id).length }] });
    await until(() => expect(shown(page)).toEqual(["hello", "first"]));
    gateway.append(id, scriptedAi, words("second"));
    gateway.tell("resync", {});
    await until(() => expect(shown(page)).toEqual(["hello", "first", "second"]));
    gateway.append(id, scriptedAi, words("third"));
    page.wake();
    await until(() => expect(shown(page)).toEqual(["hello", "first", "second", "third"]));
  });

  test("a long log opens with its newest page and gives the older ones on demand", async () => {
    await using gateway = await startScriptedGateway();
    const browser = makeBrowser();
    const { page, id } = await talk(gateway, browser);
    page.close();
    for (let n = 0; n < 498; n += 1) gateway.append(id, scriptedAi, words(`answer ${n}`));
    const later = openPage(gateway, browser);
    await until(() => expect(later.state.thread?.events).toHaveLength(200));
    expect(await later.loadEarlier()).toBe(true);
    expect(await later.loadEarlier()).toBe(true);
    expect(later.state.thread?.events.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 500 }, (_, index) => index + 1),
    );
    expect(await later.loadEarlier()).toBe(false);
  });

  test("words of an answer are replaced by the logged message", async () => {
    await using gateway = await startScriptedGateway();
    const { page, id } = await talk(gateway);
    const delta = { conversationId: id, decisionId: "d", epoch: 1 };
    gateway.tell("reply.delta", { ...delta, index: 0, text: "Yes" });
    await until(() => expect(page.state.streams.current?.text).toBe("Yes"));
    gateway.append(id, scriptedAi, words("Yes, it is covered.", { decisionId: "d" }));
    await until(() => expect(shown(page)).toEqual(["hello", "Yes, it is covered."]));
    expect(page.state.streams.current).toBeNull();
  });

  test("words from before a change of custody are dropped", async () => {
    await using gateway = await startScriptedGateway();
    const { page, id } = await talk(gateway);
    const memberId = scriptedPerson.id ?? "";
    const body = {
      type: "conversation.taken-over",
      memberId,
      memberName: "Maya",
      epoch: 2,
    } as const;
    gateway.append(id, scriptedPerson, body, 2);
    gateway.tell("reply.delta", {
      conversationId: id,
      decisionId: "d",
      epoch: 1,
      index: 0,
      text: "Late",
    });
    gateway.tell("seen.changed", { conversationId: id, by: "team", seq: 2 });
    await until(() => expect(page.state.teamSeenSeq).toBe(2));
    expect(custody(page.state)).toEqual({ holder: "people", name: "Maya" });
    expect(page.state.streams.current).toBeNull();
  });

  test("what others wrote counts as unread until it was seen, also in another tab", async () => {
    await using gateway = await startScriptedGateway();
    const { page, id } = await talk(gateway);
    page.markSeen();
    gateway.append(id, scriptedAi, words("one"));
    gateway.append(id, scriptedPerson, words("two"));
    await until(() => expect(unreadCount(page.state)).toBe(2));
    gateway.tell("seen.changed", { conversationId: id, by: "visitor", seq: 3 });
    await until(() => expect(unreadCount(page.state)).toBe(1));
    page.markSeen();
    expect(unreadCount(page.state)).toBe(0);
    await until(() =>
      expect(gateway.requests.findLast(({ name }) => name === "seen.mark")?.payload["seq"]).toBe(4),
    );
  });
});

describe("the session", () => {
  test("goes on after a page load", async () => {
    await using gateway = await startScriptedGateway();
    const browser = makeBrowser();
    const first = openPage(gateway, browser);
    first.send("hello");
    await until(() => expect(shown(first)).toEqual(["hello"]));
    first.close();
    const second = openPage(gateway, browser);
    await until(() => expect(shown(second)).toEqual(["hello"]));
  });

  test("two tabs of a new visitor share one conversation", async () => {
    await using gateway = await startScriptedGateway();
    const browser = makeBrowser();
    const tabs = [openPage(gateway, browser), openPage(gateway, browser)] as const;
    await Promise.all(tabs.map(whenUp));
    tabs[0].send("from the first");
    await until(() => expect(shown(tabs[1])).toEqual(["from the first"]));
    tabs[1].send("from the second");
    for (const tab of tabs) {
      await until(() => expect(shown(tab)).toEqual(["from the first", "from the second"]));
    }
    onlyId(gateway);
  });

  test("a session the server no longer knows is replaced, and unsent words go with it", async () => {
    await using gateway = await startScriptedGateway();
    const browser = makeBrowser();
    const page = openPage(gateway, browser);
    await whenUp(page);
    const { token } = browser.memory.read();
    gateway.forgetSessions();
    gateway.refuseHandshake = { kind: "draining", message: "later", retryAfterMs: 50 };
    gateway.cut();
    await until(() => expect(page.state.link).toBe("down"));
    page.send("still here");
    gateway.refuseHandshake = null;
    await until(() => expect(shown(page)).toEqual(["still here"]));
    expect(browser.memory.read().token).not.toBe(token);
  });

  test("an unknown key or a foreign origin is final", async () => {
    await using gateway = await startScriptedGateway();
    gateway.refuseHandshake = { kind: "origin", message: "not allowed" };
    const page = openPage(gateway);
    await until(() => expect(page.state.link).toBe("refused"));
  });

  test("an old version says so, and keeps what was written", async () => {
    await using gateway = await startScriptedGateway();
    gateway.refuseHandshake = { kind: "outdated", message: "reload" };
    const browser = makeBrowser();
    const page = openPage(gateway, browser);
    page.send("hello");
    await until(() => expect(page.state.link).toBe("outdated"));
    expect(await browser.outboxStore.read()).toMatchObject([{ text: "hello" }]);
  });

  test("forgetting leaves nothing behind", async () => {
    await using gateway = await startScriptedGateway();
    const browser = makeBrowser();
    const page = openPage(gateway, browser);
    page.send("hello");
    await until(() => expect(shown(page)).toEqual(["hello"]));
    page.forget();
    expect(browser.memory.read()).toEqual({});
    expect(await browser.outboxStore.read()).toEqual([]);
    await until(() => expect(gateway.connections()).toBe(0));
  });
});
