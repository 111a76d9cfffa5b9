import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Tx } from "#db/client.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import {
  type PolicyVersion,
  readPolicies,
  readPolicyIn,
  readPolicyVersion,
  readPolicyVersions,
  readProductionPolicy,
} from "#db/reads/policies.ts";
import type { Role } from "../actions/envelope.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type TestWorkspace,
} from "../../tests/support/test-workspace.ts";
import { readCanary, readPolicyMoves } from "#db/reads/policy-moves.ts";
import { reopen } from "../actions/reopen.ts";
import { resolve } from "../actions/resolve.ts";
import { createPolicy } from "./create-policy.ts";
import { shareModes } from "#db/writes/modes.ts";
import { indexNow } from "../knowledge/index-now.ts";
import { deleteSource } from "../knowledge/delete-source.ts";
import { readGone } from "./read-gone.ts";
import { requirePolicy } from "./store-version.ts";
import { endCanary, setCanary } from "./set-canary.ts";
import { publishPolicy } from "./publish-policy.ts";
import { readPolicyBasis } from "./read-policy-basis.ts";
import { PublishOvertaken } from "./publish-overtaken.ts";
import { savePolicyVersion } from "./save-policy-version.ts";

const page = (mode: string, words = "") => `---\nmode: ${mode}\n---\n# Help\n${words}`;

describeEngines("policies", (open, engine) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  beforeAll(async () => {
    database = await open();
    workspace = await makeTestWorkspace(database.db);
  });
  afterAll(() => database.close());

  const as = async (role: Role) => (await workspace.addPerson("Ada", role)).as();
  const read = <T>(run: (tx: Tx) => Promise<T>) => database.db.tenant(workspace.tenantId, run);
  const create = async (text = page("draft")) =>
    createPolicy(workspace.deps, await as("author"), { name: "Help", text });

  it("are versions that never change, with their author, newest first", async () => {
    const { policyId } = await create();
    const author = await as("author");
    const input = { policyId, text: page("auto"), note: "It may answer now." };
    expect(await savePolicyVersion(workspace.deps, author, input)).toEqual({ version: 2 });
    expect(await read((tx) => readPolicyVersions(tx, policyId))).toMatchObject([
      { version: 2, note: "It may answer now.", authorName: "Ada" },
      { version: 1, note: null },
    ]);
    expect(await read((tx) => readPolicyVersion(tx, policyId, 1))).toMatchObject({
      text: page("draft"),
      policyName: "Help",
    });
    expect(await read((tx) => readPolicyVersion(tx, policyId, 3))).toBeNull();
  });

  it("saving the same text again makes no second version", async () => {
    const { policyId } = await create();
    const input = { policyId, text: page("draft"), note: null };
    expect(await savePolicyVersion(workspace.deps, await as("author"), input)).toEqual({
      version: 1,
    });
  });

  it("a text that was written over somebody's newer version is refused", async () => {
    const { policyId } = await create();
    const author = await as("author");
    await savePolicyVersion(workspace.deps, author, { policyId, text: page("off"), note: null });
    await expect(
      savePolicyVersion(workspace.deps, author, {
        policyId,
        text: page("auto"),
        note: null,
        baseVersion: 1,
      }),
    ).rejects.toMatchObject({ kind: "conflict" });
  });

  it("a text that is no policy is refused with every problem and its place", async () => {
    await expect(create("---\nmode: fast\n---\n# T\n")).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringContaining('line 2, column 7: "fast" is not a mode'),
    });
  });

  it("publishing moves the pointer, stops the other policy, and can be undone", async () => {
    const first = await create(page("auto", "one"));
    const second = await create(page("draft", "two"));
    const author = await as("author");
    await publishPolicy(workspace.deps, author, { policyId: first.policyId, version: 1 });
    await publishPolicy(workspace.deps, author, { policyId: second.policyId, version: 1 });
    expect(await read(readProductionPolicy)).toMatchObject({
      policyId: second.policyId,
      version: 1,
    });
    const rows = await read(readPolicies);
    expect(rows.find(({ id }) => id === first.policyId)).toMatchObject({
      productionVersion: null,
      mode: null,
    });
    expect(rows.find(({ id }) => id === second.policyId)).toMatchObject({
      productionVersion: 1,
      mode: "draft",
    });

    const { policyId } = second;
    await savePolicyVersion(workspace.deps, author, { policyId, text: page("off"), note: null });
    const published = await publishPolicy(workspace.deps, author, { policyId, version: 2 });
    expect(published.inverse).toEqual({ action: "publishPolicy", input: { policyId, version: 1 } });
    await publishPolicy(workspace.deps, author, { policyId, version: 1 });
    expect(await read(readProductionPolicy)).toMatchObject({ version: 1 });
  });

  it("one wins where somebody publishes, goes back, or lets another policy answer at once", async () => {
    const author = await as("author");
    const [help, other] = [await create(), await create(page("draft", newId()))];
    const { policyId } = help;
    await savePolicyVersion(workspace.deps, author, { policyId, text: page("auto"), note: null });
    await savePolicyVersion(workspace.deps, author, { policyId, text: page("off"), note: null });
    await publishPolicy(workspace.deps, author, { policyId, version: 2 });
    const replaces = { policyId, version: 2 };
    const ends = await Promise.allSettled(
      [
        { policyId, version: 1 },
        { policyId, version: 3 },
        { policyId: other.policyId, version: 1 },
      ].map((wanted) => publishPolicy(workspace.deps, author, { ...wanted, replaces })),
    );
    const answering = await read(readProductionPolicy);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const lost = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
    expect(lost).toHaveLength(2);
    for (const refusal of lost) {
      expect(refusal).toBeInstanceOf(PublishOvertaken);
      const { policyName, version } = answering ?? { policyName: "", version: 0 };
      expect(refusal).toMatchObject({
        kind: "conflict",
        answering: { policyId: answering?.policyId, version },
        message: expect.stringContaining(`v${version} of "${policyName}" answers visitors now`),
      });
    }
    const published = await read(
      (tx) => tx`select from xin.policies where production_version is not null`,
    );
    expect(published).toHaveLength(1);
  });

  // The embedded engine lets no transaction begin beside another one.
  it.runIf(engine === "postgres")(
    "waits for what the AI is doing under the mode of now",
    async () => {
      const { policyId } = await create(page("off", newId()));
      const author = await as("author");
      let isPublished = false;
      const publishing = await read(async (tx) => {
        await shareModes(tx, workspace.tenantId);
        const published = publishPolicy(workspace.deps, author, { policyId, version: 1 }).then(
          () => {
            isPublished = true;
          },
        );
        await vi.waitFor(async () => {
          const [row] = await database.db.lookup(
            (other) => other`select count(*)::int as waiting from pg_locks
            where locktype = 'advisory' and not granted`,
          );
          expect(row?.["waiting"] === 1 || isPublished).toBe(true);
        });
        expect(isPublished).toBe(false);
        return { published };
      });
      await publishing.published;
      expect(await read(readProductionPolicy)).toMatchObject({ policyId });
    },
  );

  it("what is published shows on the open conversations", async () => {
    const { conversationId } = await workspace.openConversation();
    const { policyId } = await create(page("auto", newId()));
    await publishPolicy(workspace.deps, await as("author"), { policyId, version: 1 });
    expect(await read((tx) => readConversationRow(tx, conversationId, null))).toMatchObject({
      mode: "auto",
    });
  });

  const answersIn = (conversationId: string) =>
    read(async (tx) => {
      const [version, row] = await Promise.all([
        readPolicyIn(tx, conversationId),
        readConversationRow(tx, conversationId, null),
      ]);
      return [version?.version, row?.mode];
    });

  it("running conversations stay on their version, or move, as whoever publishes says", async () => {
    const author = await as("author");
    const { policyId } = await create(page("draft", newId()));
    for (const mode of ["auto", "off"]) {
      const input = { policyId, text: page(mode, newId()), note: null };
      await savePolicyVersion(workspace.deps, author, input);
    }
    await publishPolicy(workspace.deps, author, { policyId, version: 1 });
    const early = await workspace.openConversation();
    await publishPolicy(workspace.deps, author, { policyId, version: 2, running: "stay" });
    const late = await workspace.openConversation();
    expect(await answersIn(early.conversationId)).toEqual([1, "draft"]);
    expect(await answersIn(late.conversationId)).toEqual([2, "auto"]);

    const person = (await workspace.addPerson("Bea", "operator")).as;
    const resolved = { conversationId: early.conversationId };
    await resolve(workspace.deps, person(newId()), resolved);
    await reopen(workspace.deps, person(newId()), resolved);
    expect(await answersIn(early.conversationId)).toEqual([2, "auto"]);

    await publishPolicy(workspace.deps, author, { policyId, version: 3 });
    expect(await answersIn(early.conversationId)).toEqual([3, "off"]);
    expect(await answersIn(late.conversationId)).toEqual([3, "off"]);
    expect((await read(readPolicyMoves)).slice(0, 3)).toMatchObject([
      { version: 3, previousVersion: 2, movesRunning: true },
      { version: 2, previousVersion: 1, movesRunning: false, movedBy: "Ada" },
      { version: 1 },
    ]);
  });

  it("a canary answers its share of new conversations, the same ones whatever the share, until it ends", async () => {
    const author = await as("author");
    const { policyId } = await create(page("draft", newId()));
    const input = { policyId, text: page("auto", newId()), note: null };
    await savePolicyVersion(workspace.deps, author, input);
    await publishPolicy(workspace.deps, author, { policyId, version: 1 });
    const before = await workspace.openConversation();
    const canary = { policyId, version: 2 };
    await setCanary(workspace.deps, author, { ...canary, share: 0.3 });
    const opened = await Promise.all(
      Array.from({ length: 24 }, () => workspace.openConversation()),
    );
    const drawn = async () => {
      const ends = opened.map(async ({ conversationId }) => {
        const [version, mode] = await answersIn(conversationId);
        expect(mode).toBe(version === 2 ? "auto" : "draft");
        return version === 2 ? conversationId : null;
      });
      return (await Promise.all(ends)).filter((id) => id !== null);
    };
    const draw = (id: string) =>
      Number.parseInt(createHash("md5").update(id).digest("hex").slice(0, 8), 16) / 2 ** 32;
    const below = (share: number) =>
      opened.map(({ conversationId }) => conversationId).filter((id) => draw(id) < share);
    expect(await drawn()).toEqual(below(0.3));
    await setCanary(workspace.deps, author, { ...canary, share: 0.5 });
    expect(await drawn()).toEqual(below(0.5));
    expect(await answersIn(before.conversationId)).toEqual([1, "draft"]);

    await endCanary(workspace.deps, author);
    expect(await drawn()).toEqual([]);
    await setCanary(workspace.deps, author, { ...canary, share: 0.5, running: "move" });
    expect(await drawn()).toEqual(below(0.5));
    await publishPolicy(workspace.deps, author, { ...canary, running: "stay" });
    expect(await drawn()).toHaveLength(opened.length);
    expect(await read(readCanary)).toBeNull();
    const invalid = { kind: "invalid" };
    await expect(
      setCanary(workspace.deps, author, { ...canary, share: 0.3 }),
    ).rejects.toMatchObject(invalid);
    await expect(
      setCanary(workspace.deps, author, { policyId, version: 1, share: 0.9 }),
    ).rejects.toMatchObject(invalid);
  });

  const addRefunds = async (): Promise<string> => {
    const words = `Five days. ${newId()}`;
    const chunk = { title: "Refunds", heading: "", text: words, anchor: null, page: null };
    const file = { filename: "refunds.md", mime: "text/markdown", content: Buffer.from(words) };
    const [sourceId = ""] = await indexNow(workspace.deps, await as("author"), [
      { ...file, title: "Refunds", url: null, lang: "en", chunks: [{ ...chunk, lang: "en" }] },
    ]);
    return sourceId;
  };

  it("knows what is gone of what a version was written with", async () => {
    const sourceId = await addRefunds();
    const { policyId } = await create(page("draft", newId()));
    const gone = () =>
      read(async (tx) => {
        const version = await readPolicyVersion(tx, policyId, 1);
        return version === null ? null : readGone(tx, version);
      });
    expect(await gone()).toBeNull();
    await deleteSource(workspace.deps, await as("author"), { sourceId });
    expect(await gone()).toEqual({ named: [], sources: ["Refunds"] });

    // From a workspace where there was such a config.
    const text = "---\nmode: off\nretrieval: r9\n---\n# Help\n";
    const version: PolicyVersion = {
      policyId,
      policyName: "Help",
      version: 2,
      note: null,
      authorName: "Ada",
      basisHash: null,
      createdAt: new Date().toISOString(),
      text,
    };
    expect(await read((tx) => readGone(tx, version))).toMatchObject({
      named: [{ line: 3, en: expect.stringContaining("r9") }],
      sources: [],
    });
  });

  it("the hash of a version is over its text, knowledge, retrieval config, models and tools", async () => {
    const text = `---\nmode: auto\ntools: assign, add_tag\n---\n# Help\n${newId()}`;
    const { policyId } = await create(text);
    const [{ basisHash } = { basisHash: null }] = await read((tx) =>
      readPolicyVersions(tx, policyId),
    );
    const hashNow = () =>
      read(async (tx) => {
        const { hash, basis } = await readPolicyBasis(tx, text, requirePolicy(text));
        return { hash: hash.toString("hex"), basis };
      });
    const same = await hashNow();
    expect(same.hash).toBe(basisHash);
    expect(same.basis).toMatchObject({ models: [], tools: ["add_tag", "assign"], retrieval: 0 });
    await addRefunds();
    const known = await hashNow();
    expect(known.hash).not.toBe(basisHash);
    expect(known.basis.knowledge).toBeGreaterThan(same.basis.knowledge);
  });

  it("each change is an event of the tenant and a row of the audit log", async () => {
    const { policyId } = await create();
    await publishPolicy(workspace.deps, await as("owner"), { policyId, version: 1 });
    const audited = await read(
      (tx) =>
        tx`select action, actor_kind from xin.audit_log where target = ${policyId} order by id`,
    );
    expect([...audited]).toEqual([
      { action: "policy.create", actor_kind: "member" },
      { action: "policy.publish", actor_kind: "member" },
    ]);
    const events = await read(
      (tx) =>
        tx`select type from xin.events where payload ->> 'policyId' = ${policyId} order by position`,
    );
    expect(events.map(({ type }) => String(type))).toEqual(["policy.created", "policy.published"]);
  });

  it("only authors and above may write or publish", async () => {
    const { policyId } = await create();
    for (const role of ["operator", "viewer"] as const) {
      const env = await as(role);
      const forbidden = { kind: "forbidden" };
      const save = { policyId, text: page("auto"), note: null };
      await expect(savePolicyVersion(workspace.deps, env, save)).rejects.toMatchObject(forbidden);
      await expect(
        publishPolicy(workspace.deps, env, { policyId, version: 1 }),
      ).rejects.toMatchObject(forbidden);
    }
  });

  it("another tenant's policy answers as one that does not exist", async () => {
    const { policyId } = await create();
    const stranger = await makeTestWorkspace(database.db);
    const env = (await stranger.addPerson("Eve", "owner")).as();
    const refused = { kind: "not_found", message: "There is no such policy or version." };
    await expect(publishPolicy(stranger.deps, env, { policyId, version: 1 })).rejects.toMatchObject(
      refused,
    );
    await expect(
      publishPolicy(stranger.deps, env, { policyId: newId(), version: 1 }),
    ).rejects.toMatchObject(refused);
    await expect(
      savePolicyVersion(stranger.deps, env, { policyId, text: page("auto"), note: null }),
    ).rejects.toMatchObject(refused);
  });
});
