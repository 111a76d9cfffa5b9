import { Effect } from "effect";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import { limits, upstream } from "#contract/names.ts";
import type { Ask, DrillClient } from "../client/drill-client.ts";
import { openOperator, openVisitor } from "../client/entries.ts";
import { granted } from "../client/refused.ts";
import { atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import type { DrillRun } from "../runner/drill-run.ts";

const changed = "texts that came back changed";
const serverErrors = "HTTP requests answered with 5xx";

/** Texts that have broken programs. Each is given back as it was written, or refused. */
const texts = [
  "zero \u0000 byte",
  "half \ud83d pair",
  "\udc00 other half",
  "back\\slash \\u0000 {{7*7}} ${7*7}",
  "'; drop table xin.events; --",
  "<script>alert(1)</script>",
  "e\u0301 \u00e9 \u202eright to left\u202c \u2028\u2029",
  "👩‍👩‍👧‍👦 田中さん مرحبا Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
  "__proto__",
  "%00%0a%s%n",
  "x".repeat(limits.textLength),
];

/** R20: people, and programs, send what no program likes. Only that request may fail. */
export const poisonInput = defineDrill({
  id: "R20",
  title: "Poisonous input of every kind",
  disturbs: "delivery",
  inject: (run) =>
    Effect.gen(function* () {
      run.note(changed, 0);
      run.note(serverErrors, 0);
      for (let turn = 0; turn < 3; turn += 1) {
        yield* run.calm(500, 1_500);
        yield* run.fault("what fits no schema", () => sendMisfits(run));
        yield* run.fault("a frame of a megabyte", () => sendHugeFrame(run));
        yield* run.fault("broken HTTP", () => sendBrokenHttp(run));
        yield* run.step("naughty texts go round", () => sendTexts(run));
      }
    }),
  bars: (run) => [
    atMost(0, { name: changed, value: run.worst(changed), unit: "" }),
    atMost(0, { name: serverErrors, value: run.worst(serverErrors), unit: "" }),
  ],
});

const misfits = (): unknown[] => {
  const deep = JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`) as unknown;
  const conversationId = crypto.randomUUID();
  return [
    null,
    "x",
    -1,
    deep,
    Array.from({ length: 20_000 }, () => 0),
    { conversationId },
    { conversationId: { toString: "x" }, clientId: ["x"] },
    { conversationId, clientId: conversationId, parts: "text", after: -1, seq: 1e308, typing: 1 },
    JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as unknown,
  ];
};

const sendMisfits = async (run: DrillRun): Promise<void> => {
  const clients = await strangers(run);
  for (const { ask } of clients) {
    for (const name of Object.values(upstream)) {
      // Names of the other side are ignored, so nobody waits for an answer to each.
      await Promise.all(
        misfits().map((misfit) => Promise.race([answered(ask, name, misfit), soon()])),
      );
    }
  }
  for (const client of clients) client.close();
};

const sendHugeFrame = async (run: DrillRun): Promise<void> => {
  const clients = await strangers(run);
  for (const { ask } of clients) {
    const parts = [{ type: "text", text: "x".repeat(1024 * 1024) }];
    // The connection is closed instead of an answer.
    await Promise.race([answered(ask, "message.post", { parts }), soon()]);
  }
  for (const client of clients) client.close();
};

const sendBrokenHttp = async (run: DrillRun) => {
  const { origin } = run.world.fleet;
  const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  const json = { method: "POST", headers: { "content-type": "application/json", origin } };
  const requests: [string, RequestInit][] = [
    ["/api/v1/conversations", { ...json, body: deep }],
    ["/api/v1/conversations", { ...json, body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }],
    ["/sign-in", { ...json, body: "{" }],
    ["/sign-in?token=%00%ff%fe", {}],
    [`/${"a/".repeat(1_500)}`, {}],
    ["/w/..%2f..%2fserver.ts", {}],
    ["/socket.io/?EIO=4&transport=polling&sid=../../etc", {}],
    ["/socket.io/?EIO=99&transport=carrier-pigeon", {}],
  ];
  const answers: { readonly path: string; readonly status: number }[] = [];
  for (const [path, request] of requests) {
    const { status } = await fetch(`${origin}${path}`, { redirect: "manual", ...request });
    if (status >= 500) run.note(serverErrors, 1);
    answers.push({ path: path.slice(0, 60), status });
  }
  return answers;
};

const sendTexts = async (run: DrillRun): Promise<void> => {
  const clients = await strangers(run);
  const [visitor] = clients;
  const conversationId = visitor?.followed[0] ?? "";
  for (const text of texts) await visitor?.send(conversationId, text);
  const page = granted(
    await (visitor as DrillClient).ask<EventsFetchAck>("events.fetch", {
      conversationId,
      after: 0,
    }),
  );
  const stored = page.events.flatMap(({ body }) =>
    body.type === "message.posted" ? body.parts.map((part) => part.text) : [],
  );
  run.note(changed, texts.filter((text) => !stored.includes(text)).length);
  for (const client of clients) client.close();
};

/** A visitor and an operator of their own, whose links may be lost. */
const strangers = async ({ world }: DrillRun): Promise<DrillClient[]> => {
  const { fleet, tenants } = world;
  const [tenant] = tenants;
  const entry = { name: "stranger", url: fleet.origin, record: () => undefined };
  const { cookie = "" } = tenant?.owner ?? {};
  return [
    await openVisitor(entry, tenant?.key ?? ""),
    await openOperator(entry, { cookie, origin: fleet.origin }),
  ];
};

/** Resolves with the answer, or when there will be none. */
const answered = (ask: Ask, name: string, request: unknown): Promise<unknown> =>
  ask(name, request as object).catch(() => undefined);

const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 200));
