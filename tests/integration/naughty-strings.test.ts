import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import type { EventsAppended } from "#contract/downstream.ts";
import type { MessagePostAck } from "#contract/message-post.ts";
import {
  type Client,
  type Visitor,
  type World,
  message,
  openWorld,
  until,
} from "./gateway-world.ts";

/** The big list of naughty strings, kept outside the repository. */
const list = join(import.meta.dirname, "../../../shared/data/security/naughty-strings.jsonl");

/** Thirty of our own for when the list is not there, and what it does not have. */
const ownSample = [
  "undefined",
  "null",
  "0",
  "-0",
  "1e1000",
  "NaN",
  "__proto__",
  "constructor",
  "\\",
  "\\u0000",
  '"quoted"',
  "'; drop table xin.events; --",
  "${7*7} {{7*7}}",
  "<script>alert(1)</script>",
  "%00%0a%s%n",
  "zero \u0000 byte",
  "half \ud83d pair",
  "\udc00 other half",
  "back\\slash with \u0000 zero",
  "e\u0301 \u00e9 \u1e9b\u0323",
  "  spaces around  ",
  "line\r\nbreaks\n\u2028\u2029",
  "\u202eright to left\u202c مرحبا",
  "👩‍👩‍👧‍👦 🏳️‍🌈 🇨🇳",
  "田中さんにあげて下さい",
  "Ω≈ç√∫˜µ≤≥÷",
  "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
  "\u200bx\u200b",
  "\ufeffwith a mark",
  "$(touch /tmp/x) `id` | cat",
];

const blanks = [
  "",
  " ",
  "\t\r\n",
  "\u00a0\u2003\u3000",
  "\u200b\u200c\u200d\ufeff",
  "\u2800",
  "\u115f\u1160\u3164\uffa0",
  "\u0000",
  "\u202a\u202e\u202c",
];

const hasList = existsSync(list);
const strings = [...(hasList ? readList() : []), ...ownSample];
const source = hasList
  ? `${strings.length} of the big list and our own`
  : "our own 30, the list is not here";

describe("naughty strings", () => {
  let world: World;
  let visitor: Visitor;
  let operator: Client;
  beforeAll(async () => {
    world = await openWorld();
    const visitorRequests = { burst: 1_000, perSecond: 200 };
    const node = await world.node({ limits: { visitorRequests } });
    visitor = await world.visitor(node, world.a);
    operator = await world.operator(node, world.a.members.operator);
  });
  afterAll(() => world.close());

  it(`[RT5] come back byte for byte, live and fetched (${source})`, async () => {
    const conversationId = visitor.session.conversationId;
    const sent = new Map<number, string>();
    const blank: string[] = [];
    for (const [index, text] of strings.entries()) {
      const answer = await sendPatiently(visitor, message(conversationId, text));
      if (answer.ok) sent.set(answer.seq, text);
      else if (answer.error.kind === "blank") blank.push(text);
      else throw new Error(`${JSON.stringify(text)} was refused: ${answer.error.message}`);
      if (index === 0) await operator.granted("conversation.join", { conversationId });
    }
    // Only what shows nothing at all may be refused.
    expect(blank.filter((text) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text))).toEqual([]);
    expect(sent.size + blank.length).toBe(strings.length);
    expect(sent.size).toBeGreaterThanOrEqual(ownSample.length);

    const fetched = await fetchTexts(operator, conversationId);
    for (const [seq, text] of sent) expect(bytes(fetched.get(seq) ?? "")).toEqual(bytes(text));
    // The first one opened the conversation, before anybody could join it.
    const joined = [...sent].slice(1);
    await until(() => expect(liveTexts(operator).size).toBeGreaterThanOrEqual(joined.length));
    const live = liveTexts(operator);
    for (const [seq, text] of joined) expect(bytes(live.get(seq) ?? "")).toEqual(bytes(text));
  });

  it.each(blanks)("[RT5] blank ones are refused by that name: %j", async (text) => {
    const answer = await sendPatiently(visitor, message(visitor.session.conversationId, text));
    expect(answer).toMatchObject({ ok: false, error: { kind: "blank" } });
  });
});

/** As a client must: when it is too fast it waits as long as it is told, and sends the same again. */
const sendPatiently = async (client: Client, request: unknown) => {
  for (;;) {
    const answer = await client.ask<MessagePostAck>("message.post", request);
    if (answer.ok || answer.error.kind !== "overloaded") return answer;
    const waitMs = answer.error.retryAfterMs ?? 0;
    await new Promise((resolve) => void setTimeout(resolve, waitMs));
  }
};

const liveTexts = (client: Client) =>
  textsBySeq(client.heard<EventsAppended>("events.appended").flatMap(({ events }) => [...events]));

const fetchTexts = async (client: Client, conversationId: string) => {
  const all: EventsFetchAck["events"][number][] = [];
  for (;;) {
    const after = all.at(-1)?.seq ?? 0;
    const page = await client.granted<EventsFetchAck>("events.fetch", { conversationId, after });
    all.push(...page.events);
    if (!page.more) return textsBySeq(all);
  }
};

const textsBySeq = (events: EventsFetchAck["events"]) =>
  new Map(
    events.flatMap(({ seq, body }) =>
      body.type === "message.posted" ? [[seq, body.parts[0]?.text ?? ""] as const] : [],
    ),
  );

/** UTF-16 code units, so that halves of surrogate pairs are compared as well. */
const bytes = (text: string) => Buffer.from(text, "utf16le").toString("hex");

function readList(): string[] {
  const lines = readFileSync(list, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => (JSON.parse(line) as { s: string }).s);
}
