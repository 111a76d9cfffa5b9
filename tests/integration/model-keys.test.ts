import { Writable } from "node:stream";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addProvider, changeProvider } from "#engine/models/put-provider.ts";
import { readWorkspaceModels } from "#engine/models/read-models.ts";
import { testProvider } from "#engine/models/test-provider.ts";
import { withoutKey } from "#engine/models/without-key.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import type { ChatReply } from "../fakes/openai-reply.ts";
import { startFakeOpenAI } from "../fakes/openai.ts";
import { autoPolicy, openReplyWorld, type ReplyWorld, shopDocuments } from "./reply-world.ts";

let world: ReplyWorld;
beforeAll(async () => {
  world = await openReplyWorld();
});
afterAll(() => world.close());

const key = "sk-live-Xq7Zr2Lm9Tn4Vb8Kc3Hd";

/** Any six characters in a row that stand in the key. */
const tells = (text: string): string | null => {
  for (let at = 0; at + 6 <= key.length; at += 1) {
    const piece = key.slice(at, at + 6);
    if (text.includes(piece)) return piece;
  }
  return null;
};

const replies: readonly ChatReply[] = [
  { mode: "tell-key" },
  { mode: "error", status: 500 },
  { mode: "rate-limited", retryAfterSeconds: 0 },
  { mode: "garbage" },
  { mode: "cut", text: "Refunds take" },
  { mode: "stall", text: "Refunds take" },
  { mode: "hang" },
  { mode: "redirect" },
  { mode: "text", text: "Refunds take five working days [1]." },
];

it("no key stands in a log line, a stored row, a message to browsers, an answer or an error", async () => {
  const lines: string[] = [];
  const log = pino(
    { level: "trace" },
    new Writable({
      write: (line: Buffer, _encoding, done) => {
        lines.push(line.toString());
        done();
      },
    }),
  );
  let next = 0;
  await using fake = await startFakeOpenAI({
    otherwise: () => replies[next++ % replies.length] ?? { mode: "hang" },
  });
  const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
  const deps = { ...world.modelDeps, log };
  const env = () => systemEnvelope(shop.tenantId, "test");
  const told: unknown[] = [];
  const settings = { url: fake.url, model: "m", firstTokenMs: 500, key };
  const { providerId } = await addProvider(deps, env(), { ...settings, name: "told" });
  await addProvider(deps, env(), { ...settings, name: "second" });
  world.startWorker({}, { log });
  for (let round = 0; round < replies.length; round += 1) {
    told.push(await testProvider(deps, env(), { providerId }));
    const visitor = await shop.visitor();
    await visitor.say("How long does a refund take?");
    told.push(await visitor.decided(), await visitor.events());
  }
  for (const bad of [`${key}\n`, `${key} ${key}`, `${key}é`]) {
    await changeProvider(deps, env(), { providerId, key: bad }).catch((error: unknown) => {
      told.push(String(error), JSON.stringify(error));
    });
  }
  told.push(
    await deps.db.tenant(shop.tenantId, (tx) => readWorkspaceModels(tx, deps.config)),
    world.heard,
  );
  const tables = await deps.db.lookup(
    (tx) => tx<{ name: string }[]>`select table_name as name from information_schema.columns
      where table_schema = 'xin' and column_name = 'tenant_id'`,
  );
  for (const { name } of tables) {
    const rows = await deps.db.tenant(
      shop.tenantId,
      (tx) => tx`select to_jsonb(t)::text as row from xin.${tx(name)} t`,
    );
    told.push([name, rows]);
  }
  expect(fake.requests.every(({ hasKey }) => hasKey)).toBe(true);
  expect(fake.requests.length).toBeGreaterThan(2 * replies.length);
  expect(lines.join("")).toContain("a model call failed");
  expect(tells(lines.join(""))).toBeNull();
  expect(tells(JSON.stringify(told))).toBeNull();
});

it.each([
  ["", "abcdefgh", ""],
  ["nothing of it: abcde", "abcdefgh", "nothing of it: abcde"],
  ["the key abcdefgh and cdefgh", "abcdefgh", "the key •••• and ••••"],
  ["abcdefghabcdefgh", "abcdefgh", "••••••••"],
  ["short: abc", "abc", "short: ••••"],
])("%j has no piece of %j left that tells", (text, secret, expected) => {
  const shown = withoutKey(text, secret);
  expect(shown).toBe(expected);
  const least = Math.min(6, secret.length);
  for (let at = 0; at + least <= secret.length; at += 1) {
    expect(shown).not.toContain(secret.slice(at, at + least));
  }
});
