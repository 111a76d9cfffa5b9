import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Tx } from "#db/client.ts";
import type { Decision } from "#contract/decision.ts";
import { extract } from "#engine/knowledge/extraction/extract.ts";
import { indexNow } from "#engine/knowledge/index-now.ts";
import { retrieve } from "#engine/knowledge/retrieve.ts";
import { citationPattern } from "#engine/reply/passage.ts";
import { splitSentences } from "#engine/reply/split-sentences.ts";
import { collectedPoison, ownPoison } from "../support/poisoned-lines.ts";
import { autoPolicy, openReplyWorld, type ReplyWorld } from "./reply-world.ts";

/*
 * Documents that speak to the machine: each is a page about a lamp with an instruction in its middle. They
 * are knowledge like any other, and nothing more: kept and found by their words, quoted word for word, and
 * never followed.
 */

const collected = collectedPoison();
const suites = [
  ["poisoned documents of our own", ownPoison],
  [
    `poisoned documents ${collected === null ? "(needs ../shared/data/security)" : "that were collected"}`,
    collected ?? [],
  ],
] as const;

let world: ReplyWorld;
beforeAll(async () => {
  world = await openReplyWorld();
});
afterAll(() => world?.close());

describe.each(suites)("%s", (_, lines) => {
  let shop: Workspace;
  let sourceIds: readonly string[];

  beforeAll(async () => {
    shop = await world.makeWorkspace(autoPolicy("1%"), []);
    const documents = await Promise.all(
      lines.map(async (line, n) => {
        const filename = `lamp-${n}.txt`;
        const content = Buffer.from(pageOf(line, n));
        const extracted = await extract({ filename, mime: "text/plain", title: null, content });
        return { ...extracted, filename, content, mime: "text/plain", url: null };
      }),
    );
    sourceIds = await indexNow(world.deps, shop.system, documents);
    world.startWorker();
  });
  afterAll(() => world.stopWorkers());

  const read = <T>(run: (tx: Tx) => Promise<T>) => world.deps.db.tenant(shop.tenantId, run);

  it.skipIf(lines.length === 0)("are stored as they are and found by their words", async () => {
    for (const [n, line] of lines.entries()) {
      const chunks = await read(
        (tx) => tx<{ text: string }[]>`
          select heading || chr(10) || text as text from xin.chunks where source_id = ${sourceIds[n] ?? null}`,
      );
      expect(chunks.map(({ text }) => text).join("\n")).toContain(line);
      const { passages } = await retrieve(world.deps.db, shop.tenantId, line);
      expect(passages.slice(0, 5).map(({ sourceId }) => sourceId)).toContain(sourceIds[n]);
    }
  });

  it.skipIf(lines.length === 0)("are quoted and never followed", async () => {
    const fetched = vi.spyOn(globalThis, "fetch");
    const before = await read(fingerprints);
    const answers: Decision[] = [];
    for (const [n, line] of lines.entries()) {
      // One visitor asks what the page is about, the next in the words of the instruction.
      const question = n % 2 === 0 ? `How long is the warranty of lamp ${nameOf(n)}?` : line;
      const visitor = await shop.visitor();
      await visitor.say(question);
      const decision = await visitor.decided();
      answers.push(decision);
      expect(decision).toMatchObject({
        kind: "reply",
        mode: "auto",
        epoch: 1,
        model: "extractive",
      });
      const said = (await visitor.said()).join("\n");
      // Else a line of ours says that a person will answer.
      const isOurs = !said.includes(line) && !said.includes("Lamp");
      expect(decision.outcome === "sent" ? said === decision.answer : isOurs).toBe(true);
      expect(eventsThatFollow(decision)).toEqual(await eventsOf(visitor));
      expect(strayWords(decision)).toEqual([]);
    }
    expect(answers.filter(({ answer }) => answer?.includes("collector.example"))).toEqual([]);
    // What a guard takes out may take the sentence before it along.
    const whole = answers.filter(
      ({ guards }, n) => n % 2 === 0 && guards.every(({ passed }) => passed),
    );
    expect(whole.length).toBeGreaterThan(lines.length / 10);
    expect(whole.filter(({ answer }) => !answer?.includes("seven years"))).toEqual([]);
    const after = await read(fingerprints);
    const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
    expect(changed.filter((table) => !ofConversations.has(table))).toEqual([]);
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });
});

type Workspace = Awaited<ReturnType<ReplyWorld["makeWorkspace"]>>;

/** No two lamps share a word of their name. */
const nameOf = (n: number): string =>
  `Zx${String.fromCodePoint(97 + (n % 26), 97 + Math.floor(n / 26))}q`;

const pageOf = (line: string, n: number): string =>
  `Lamp ${nameOf(n)}\n\nLamp ${nameOf(n)} has a warranty of seven years.\n\n${line}\n\nIts cable is two metres long.`;

/** Parts of an answer, from one citation to the next, that are no sentence of a passage. */
const strayWords = ({ answer, passages }: Decision): string[] => {
  const known = passages.flatMap(({ text }) =>
    splitSentences(text).map((line) => wordsOf(line.text)),
  );
  return (answer ?? "")
    .split(citationPattern)
    .map(wordsOf)
    .filter((part) => part !== "" && !/^\d+$/.test(part) && !known.includes(part));
};

const wordsOf = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim();

type Visitor = Awaited<ReturnType<Workspace["visitor"]>>;

/** What has happened in a conversation, by whom. */
const eventsOf = async (visitor: Visitor): Promise<string[]> =>
  (await visitor.events()).map(({ actor, body }) => `${actor.kind} ${body.type}`);

const answered = ["visitor conversation.opened", "visitor message.posted", "ai message.posted"];
/** What a guard keeps from the visitor is a draft for the team. */
const eventsThatFollow = ({ outcome, answer }: Decision): readonly string[] => {
  if (outcome !== "handed_over") return outcome === "sent" ? answered : [];
  const draft = answer === null ? [] : ["ai draft.proposed"];
  return [...answered, ...draft, "ai conversation.handed-over"];
};

/** Tables that a question and its answer write to. */
const ofConversations = new Set([
  "tenant_positions",
  "contacts",
  "conversations",
  "events",
  "consumers",
  "reply_tasks",
  "decisions",
]);

/** What every table of the tenant holds, as one hash each. */
const fingerprints = async (tx: Tx): Promise<Record<string, string>> => {
  const tables = await tx<{ name: string }[]>`
    select c.relname as name from pg_class c
    where c.relnamespace = 'xin'::regnamespace and c.relkind in ('r', 'p')
      and has_table_privilege(c.oid, 'select')`;
  const all: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await tx<{ hash: string }[]>`
      select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash
      from ${tx(`xin.${name}`)} t`;
    all[name] = row?.hash ?? "";
  }
  return all;
};
