import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import { startFakeOpenAI } from "../../tests/fakes/openai.ts";
import { runCli } from "./run-cli.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "xin-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a command as the shell would, on the embedded database of this file. */
const xin = async (words: string, env: Record<string, string> = {}) => {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(words.split(" ").filter(Boolean), {
    env: { XIN_DATA_DIR: join(folder, "data"), PORT: "0", ...env },
    write: (text) => out.push(text),
    writeError: (text) => err.push(text),
  });
  return { code, out: out.join(""), err: err.join(""), json: () => JSON.parse(out.join("")) };
};

describe("calling it wrongly exits 2 and says what would be right", () => {
  test.each([
    ["frobnicate", "There are: migrate, tenant create"],
    ["tenant", "There is no command"],
    ["config --colour red", "Usage: npm run xin -- config"],
    ["config extra", "takes no argument"],
    ["tenant create --slug acme", "--name is missing"],
    ["token create --tenant acme --role king", "There are: owner, admin"],
    ["member add --tenant acme --role owner ada@acme.example", "Only `tenant create` makes"],
    ["member add --tenant acme --role operator", "Name at least one e-mail address"],
    ["token create --tenant nobody --role viewer", 'There is no tenant "nobody"'],
    ["replay --tenant nobody", "Name the conversation by its id"],
    ["replay 00000000-0000-0000-0000-000000000000 --tenant nobody", 'There is no tenant "nobody"'],
    ["ingest --tenant nobody", "Name at least one file or folder"],
    ["site add --tenant nobody", "Name one address"],
    ["site add --tenant nobody --mode deep help.example", "There are: page, sitemap, crawl, auto"],
  ])("%s", async (words, message) => {
    const run = await xin(words);
    expect(run.code).toBe(2);
    expect(run.err).toContain(message);
    expect(run.out).toBe("");
  });

  test("a setting that cannot be read", async () => {
    const run = await xin("migrate", { XIN_ROLE: "king" });
    expect([run.code, run.err]).toEqual([2, expect.stringContaining("Set XIN_ROLE=all")]);
  });

  test("with --json the error is the one line of output", async () => {
    const run = await xin("frobnicate --json");
    expect(run.code).toBe(2);
    expect(run.json()).toMatchObject({ error: { message: expect.stringContaining("frobnicate") } });
    expect(run.err).toBe("");
  });
});

test("without a command it lists the commands, and --help explains one", async () => {
  const help = await xin("");
  expect(help.code).toBe(0);
  expect(help.out).toContain("tenant create --slug S");
  expect((await xin("token create --help")).out).toContain("--tenant T --role R");
});

test("config shows every setting and hides secrets", async () => {
  const run = await xin("config --json", { XIN_LLM_KEY: "canary", XIN_LMM: "typo" });
  expect(run.code).toBe(0);
  expect(run.out).not.toContain("canary");
  expect(run.json().settings).toContainEqual(
    expect.objectContaining({ name: "XIN_LLM_KEY", value: "(hidden)", source: "environment" }),
  );
  expect(run.json().unknown).toEqual(["XIN_LMM"]);
});

test("from nothing to a workspace with knowledge and a token", async () => {
  expect((await xin("migrate --json")).json()).toEqual({ applied: [] });
  const made = await xin("tenant create --slug acme --name Acme --email ada@acme.example --json");
  expect(made.code).toBe(0);
  expect(made.json()).toMatchObject({
    slug: "acme",
    signIn: expect.stringContaining("/sign-in?token="),
  });

  const again = await xin("tenant create --slug acme --name Acme --email ada@acme.example");
  expect([again.code, again.err]).toEqual([1, expect.stringContaining("exists")]);

  const added = await xin(
    "member add --tenant acme --role operator bo@acme.example cy@acme.example --json",
  );
  expect(added.json().members.map((member: { email: string }) => member.email)).toEqual([
    "bo@acme.example",
    "cy@acme.example",
  ]);
  expect(added.json().members[1].signIn).toContain("/sign-in?token=");
  const twice = await xin("member add --tenant acme --role operator bo@acme.example");
  expect([twice.code, twice.err]).toEqual([1, expect.stringContaining("already a member")]);

  const token = await xin("token create --tenant acme --role viewer --name CI --json");
  expect(token.json()).toMatchObject({ tenant: "acme", role: "viewer", name: "CI" });
  expect(token.json().token).toMatch(/^xin_/);

  const docs = join(folder, "docs");
  await mkdir(join(docs, "deep"), { recursive: true });
  await writeFile(join(docs, "hours.md"), "# Opening hours\n\nWe are open from 9 to 18.\n");
  await writeFile(join(docs, "deep", "returns.txt"), "You can return anything within 30 days.\n");
  await writeFile(join(docs, "photo.png"), "not a document");
  const ingested = await xin(`ingest --tenant acme ${docs} --json`);
  expect(ingested.err).toBe("");
  expect(ingested.json().sources).toEqual([
    expect.objectContaining({ state: "live", path: join(docs, "deep", "returns.txt") }),
    expect.objectContaining({ state: "live", path: join(docs, "hours.md") }),
  ]);
});

test("two versions of a policy are compared, and what is different ends a build", async () => {
  await xin("tenant create --slug lamps --name Lamps --email ada@lamps.example");
  const page = async (name: string, answer: string, more = "") => {
    const text = `---\nmode: auto\n---\n# Help\n\nAnswer.\n\n## Rules\n\n- When someone mentions "open", then answer: ${answer}\n${more}\n## Tests\n\n- Asked "When are you open?", it answers.\n- Asked "It is broken", it hands over.\n`;
    await writeFile(join(folder, name), text);
    const imported = await xin(`policy import ${join(folder, name)} --tenant lamps --json`);
    return imported.json().version as number;
  };
  const compare = (words: string) => xin(`policy compare ${words} --tenant lamps`);
  const first = await page("first.md", "From nine to six.");
  const words = await page("words.md", "From nine to seven.");
  const rule = await page(
    "rule.md",
    "From nine.",
    '- When someone mentions "open", then hand over.\n',
  );
  const told = await compare(`v${first} v${words}`);
  expect(told.err).toBe("");
  expect(told.code).toBe(0);
  expect(told.out).toContain("~ sent         sent         When are you open?");
  expect(told.out).toContain("From nine to [-six-]{+seven+}.");
  expect(told.out).toContain(
    "2 questions: 0 outcomes (!) and 1 answers (~) are different, 0 could",
  );
  expect((await compare(`v${first} v${words} --fail-on answer`)).code).toBe(1);
  expect((await compare(`v${first} v${first} --fail-on answer`)).code).toBe(0);

  const last = await page("last.md", "From nine.", "");
  const json = (await compare(`v${rule} v${last} --json`)).json();
  // Without names: what answers visitors, a page of drafts, and the newest.
  const now = await compare("--json");
  expect(now.code).toBe(1);
  expect(now.json()).toMatchObject({ before: { version: 1 }, after: { version: last } });
  expect(json).toMatchObject({ before: { version: rule }, after: { version: last } });
  expect(json.sums).toMatchObject({ questions: 2, failed: 0 });
  for (const [wrong, said] of [
    ["v1 v99", "There is no such policy or version."],
    ["v1 newest", '"newest" is no version'],
    ["v1 --fail-on words", "--fail-on is outcome, answer, nothing."],
    ["v1 --conversations 900", "--conversations is a number from 0 to 200."],
  ] as const) {
    const run = await compare(wrong);
    expect([run.code > 0, run.err]).toEqual([true, expect.stringContaining(said)]);
  }
});

test("models are added, tested, ordered, held to a budget and deleted", async () => {
  await xin("tenant create --slug shop --name Shop --email ada@shop.example");
  await using fake = await startFakeOpenAI();
  const env = { XIN_MODEL_ALLOW: new URL(fake.url).host };
  const keyFile = join(folder, "key");
  await writeFile(keyFile, "sk-canary-0123456789\n");
  const models = (words: string) => xin(`models --tenant shop ${words}`, env);
  const refused = await xin(`models --tenant shop add fast --url ${fake.url} --model m`);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("XIN_MODEL_ALLOW")]);
  expect((await models(`add fast --url ${fake.url} --model m --key-file ${keyFile}`)).err).toBe("");
  await models(
    "add careful --url https://api.openai.com/v1 --model gpt-4.1-mini --price-in 1 --price-out 2",
  );
  await models("order careful fast");
  await models("off careful");
  await models("set fast --price-in 1 --price-out 3");
  await models("budget --day 2.5 --calls none");
  const listed = await models("list --json");
  expect(listed.out).not.toContain("canary");
  expect(listed.json()).toMatchObject({
    providers: [
      { name: "careful", enabled: false, keyEnding: null, priceIn: 1 },
      { name: "fast", enabled: true, keyEnding: "6789", priceOut: 3 },
    ],
    budget: { dayUsd: 2.5, dayCalls: null },
  });
  const tested = await models("test fast");
  expect([tested.code, tested.out]).toEqual([0, expect.stringContaining("Hello from the fake")]);
  fake.scriptChat({ mode: "error", status: 401 });
  const failed = await models("test fast");
  expect([failed.code, failed.out]).toEqual([1, expect.stringContaining("scripted 401")]);
  await models("remove careful");
  const unknown = await models("on careful");
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("There are: fast.")]);
});

test("while a server has the folder, a command says so and what to do", async () => {
  const dataDir = join(folder, "busy");
  const embedded = await startEmbedded(dataDir);
  try {
    const run = await xin("token create --tenant acme --role viewer", { XIN_DATA_DIR: dataDir });
    expect(run.code).toBe(1);
    expect(run.err).toContain("A server is running on");
    expect(run.err).toContain("Stop the server first");
  } finally {
    await embedded.stop();
  }
});

describe("doctor", () => {
  const checkOf = async (env: Record<string, string>, name: string) => {
    const run = await xin("doctor --json", env);
    const checks = run.json().checks as {
      name: string;
      ok: boolean;
      detail: string;
      fix?: string;
    }[];
    return { code: run.code, check: checks.find((check) => check.name === name) };
  };

  test("finds nothing wrong with a fresh folder", async () => {
    const run = await xin("doctor --json");
    expect(run.json().checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([]);
    expect(run.code).toBe(0);
  });

  test("a taken port, a folder that cannot be made, absent servers: each with its fix", async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve));
    const port = (busy.address() as AddressInfo).port;
    await writeFile(join(folder, "file"), "");
    try {
      const taken = await checkOf({ PORT: String(port) }, "port");
      expect(taken).toMatchObject({
        code: 1,
        check: { ok: false, fix: expect.stringContaining("PORT=") },
      });
      const dir = await checkOf({ XIN_DATA_DIR: join(folder, "file", "x") }, "data folder");
      expect(dir.check).toMatchObject({ ok: false, fix: expect.stringContaining("XIN_DATA_DIR") });
      const redis = await checkOf({ REDIS_URL: "redis://127.0.0.1:1" }, "redis");
      expect(redis.check).toMatchObject({ ok: false, fix: expect.stringContaining("REDIS_URL") });
      const llm = await checkOf({ XIN_LLM_URL: "http://127.0.0.1:1/v1" }, "language model");
      expect(llm.check).toMatchObject({
        ok: false,
        fix: expect.stringContaining("/chat/completions"),
      });
      const database = await checkOf(
        { DATABASE_URL: "postgres://a:canary@127.0.0.1:1/x" },
        "database",
      );
      expect(database.check).toMatchObject({
        ok: false,
        fix: expect.stringContaining("DATABASE_URL"),
      });
      expect(JSON.stringify(database)).not.toContain("canary");
    } finally {
      busy.close();
    }
  });
});
