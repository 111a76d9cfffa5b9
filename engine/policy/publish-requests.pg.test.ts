import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { readProductionPolicy } from "#db/reads/policies.ts";
import { readCanary } from "#db/reads/policy-moves.ts";
import {
  countRequestsFor,
  type PublishRequest,
  readPublishRequest,
  readPublishRequests,
} from "#db/reads/publish-requests.ts";
import type { Tx } from "#db/client.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
} from "../../tests/support/test-workspace.ts";
import { createApiToken } from "../tenancy/create-api-token.ts";
import { approveRequest } from "./approve-request.ts";
import { createPolicy } from "./create-policy.ts";
import { protectPointers } from "./protect-pointers.ts";
import { publishPolicy } from "./publish-policy.ts";
import { savePolicyVersion } from "./save-policy-version.ts";
import { endCanary, setCanary } from "./set-canary.ts";
import { declineRequest, withdrawRequest } from "./settle-request.ts";

const page = (words: string) => `---\nmode: draft\n---\n# Help\n${words}`;
const all = { production: true, canary: true, rollbackAlone: true };

describeEngines("publishing with a second person", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let owner: Person;
  let ada: Person;
  let bo: Person;
  let policyId: string;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    workspace = await makeTestWorkspace(database.db);
    owner = await workspace.addPerson("Olga", "owner");
    ada = await workspace.addPerson("Ada", "author");
    bo = await workspace.addPerson("Bo", "author");
    const made = { name: "Help", text: page("one"), note: null };
    ({ policyId } = await createPolicy(workspace.deps, ada.as(), made));
    for (const words of ["two", "three"]) {
      const input = { policyId, text: page(words), note: null };
      await savePolicyVersion(workspace.deps, ada.as(), input);
    }
    await publishPolicy(workspace.deps, ada.as(), { policyId, version: 1 });
    await protectPointers(workspace.deps, owner.as(), all);
  });

  const read = <T>(run: (tx: Tx) => Promise<T>) => database.db.tenant(workspace.tenantId, run);
  const answering = async () => (await read(readProductionPolicy))?.version;
  const gate = { passed: 3, failed: 1, override: "The desk closes tonight." };
  const ask = async (version = 2, by = ada) => {
    const wanted = { policyId, version, running: "stay", gate } as const;
    const { requestId } = await publishPolicy(workspace.deps, by.as(), wanted);
    if (requestId === null) throw new Error("nobody was asked");
    return requestId;
  };
  const stateOf = async (id: string): Promise<PublishRequest["state"] | undefined> =>
    (await read((tx) => readPublishRequest(tx, id)))?.state;
  const approve = (requestId: string, by = bo, words = "") =>
    approveRequest(workspace.deps, by.as(), { requestId, words });
  const audit = () =>
    read(
      (tx) => tx<{ action: string; actor: string; detail: Record<string, unknown> }[]>`
        select action, actor_id as actor, detail from xin.audit_log
        where action like 'policy.%publish' or action in ('policy.protect', 'policy.set-canary')
        order by at`,
    );

  it("keeps what is wanted until another member agrees, who moves the pointer as it was asked", async () => {
    const requestId = await ask();
    expect(await answering()).toBe(1);
    expect(await read(readPublishRequests)).toMatchObject([
      {
        id: requestId,
        pointer: "production",
        version: 2,
        answering: { policyId, policyName: "Help", version: 1 },
        movesRunning: false,
        gate,
        askedBy: "Ada",
        state: "open",
      },
    ]);
    expect(await read((tx) => countRequestsFor(tx, ada.id))).toBe(0);
    expect(await read((tx) => countRequestsFor(tx, bo.id))).toBe(1);
    await approve(requestId, bo, "Looks right.");
    expect(await answering()).toBe(2);
    expect(await read(readPublishRequests)).toMatchObject([
      { state: "approved", settledBy: "Bo", words: "Looks right." },
    ]);
    const [, , asked, published] = await audit();
    expect(asked).toMatchObject({
      action: "policy.request-publish",
      actor: ada.id,
      detail: { version: 2, requestId, override: gate.override, testsFailed: 1 },
    });
    expect(published).toMatchObject({
      action: "policy.publish",
      actor: bo.id,
      detail: { version: 2, previous: 1, requestId, movesRunning: false, testsFailed: 1 },
    });
  });

  it("tells the console of every step, and running answers only when the pointer moves", async () => {
    const kinds = () => workspace.published.splice(0).map(({ type }) => type);
    kinds();
    const requestId = await ask();
    expect(kinds()).toEqual(["committed", "policies"]);
    await approve(requestId);
    expect(kinds()).toEqual(["committed", "modes"]);
  });

  it("lets nobody approve their own request, neither as themselves nor past a token they made", async () => {
    const own = await ask();
    await expect(approve(own, ada)).rejects.toMatchObject({ code: "own" });
    const token = await createApiToken(database.db, owner.as(), { name: "ci", role: "author" });
    const actor = { kind: "api", id: token.tokenId, name: "ci", role: "author" } as const;
    const asToken = { ...owner.as(), actor };
    const { requestId } = await publishPolicy(workspace.deps, asToken, { policyId, version: 3 });
    await expect(approve(requestId ?? "", owner)).rejects.toMatchObject({ code: "own" });
    await expect(
      approveRequest(workspace.deps, asToken, { requestId: own, words: "" }),
    ).rejects.toMatchObject({ code: "person", kind: "forbidden" });
    expect(await answering()).toBe(1);
    await approve(requestId ?? "", bo);
    expect(await answering()).toBe(3);
  });

  it("one wins of two who approve at once, and of an approval and a withdrawal", async () => {
    const twice = await ask();
    const cleo = await workspace.addPerson("Cleo", "admin");
    const ends = await Promise.allSettled([approve(twice, bo), approve(twice, cleo)]);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(ends.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "settled", kind: "conflict" },
    });
    expect(await answering()).toBe(2);

    const raced = await ask(3);
    const withdraw = withdrawRequest(workspace.deps, ada.as(), { requestId: raced });
    const [approved, withdrawn] = await Promise.allSettled([approve(raced), withdraw]);
    expect([approved.status, withdrawn.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    const won = approved.status === "fulfilled";
    expect([await stateOf(raced), await answering()]).toEqual(
      won ? ["approved", 3] : ["withdrawn", 2],
    );
    const moves = (await audit()).filter(({ action }) => action === "policy.publish");
    expect(moves).toHaveLength(won ? 3 : 2);
  });

  it("looks up roles anew: who lost theirs neither approves nor is approved", async () => {
    const setRole = (person: Person, role: string) =>
      read((tx) => tx`update xin.members set role = ${role} where id = ${person.id}`);
    const requestId = await ask();
    const stale = bo.as();
    await setRole(bo, "operator");
    await expect(
      approveRequest(workspace.deps, stale, { requestId, words: "" }),
    ).rejects.toMatchObject({ kind: "forbidden" });
    await setRole(ada, "viewer");
    await expect(approve(requestId, owner)).rejects.toMatchObject({ code: "asker" });
    expect([await answering(), await stateOf(requestId)]).toEqual([1, "open"]);
  });

  it("is overtaken by a move that comes first, and asked for anew", async () => {
    const requestId = await ask(3);
    await approve(await ask(2));
    expect(await stateOf(requestId)).toBe("overtaken");
    await expect(approve(requestId)).rejects.toMatchObject({
      code: "overtaken",
      kind: "conflict",
      message: expect.stringContaining("ask again"),
    });
    const anew = await ask(3);
    expect(await stateOf(requestId)).toBe("replaced");
    await expect(ask(3, bo)).rejects.toMatchObject({ code: "waits" });
    await approve(anew);
    expect(await answering()).toBe(3);
  });

  it("approves no page that names what is gone, and says where", async () => {
    const text = "---\nmode: draft\nretrieval: r9\n---\n# Help\n";
    // As from a workspace in which there was such a config when it was saved.
    await read(async (tx) => {
      await tx`insert into xin.policy_versions (tenant_id, policy_id, version, text, parsed, hash, author_id, author_name)
        select tenant_id, policy_id, 4, ${text}, parsed, hash, author_id, author_name
        from xin.policy_versions where policy_id = ${policyId} and version = 3`;
    });
    const requestId = await ask(4);
    await expect(approve(requestId)).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringContaining("line 3"),
    });
    expect([await answering(), await stateOf(requestId)]).toEqual([1, "open"]);
  });

  it("is declined with a reason, and withdrawn by who asked alone", async () => {
    const declined = await ask();
    const decline = (words: string, by = bo) =>
      declineRequest(workspace.deps, by.as(), { requestId: declined, words });
    await expect(decline(" ")).rejects.toMatchObject({ code: "words", kind: "invalid" });
    await expect(decline("x".repeat(501))).rejects.toMatchObject({ code: "words" });
    await expect(decline("No.", ada)).rejects.toMatchObject({ code: "own" });
    await decline("Not before Monday.");
    await expect(approve(declined)).rejects.toMatchObject({ code: "settled" });

    const requestId = await ask();
    await expect(withdrawRequest(workspace.deps, bo.as(), { requestId })).rejects.toMatchObject({
      code: "not_yours",
    });
    await withdrawRequest(workspace.deps, ada.as(), { requestId });
    expect(await read(readPublishRequests)).toMatchObject([
      { state: "withdrawn", settledBy: "Ada" },
      { state: "declined", settledBy: "Bo", words: "Not before Monday." },
    ]);
    expect(await answering()).toBe(1);
  });

  it("lets one person go back at once, and says so in the audit log; or not, as the workspace says", async () => {
    await approve(await ask());
    await publishPolicy(workspace.deps, ada.as(), { policyId, version: 1 });
    expect(await answering()).toBe(1);
    expect((await audit()).at(-1)).toMatchObject({
      action: "policy.publish",
      detail: { version: 1, againstProtection: true },
    });
    await protectPointers(workspace.deps, owner.as(), { ...all, rollbackAlone: false });
    const { requestId } = await publishPolicy(workspace.deps, ada.as(), { policyId, version: 2 });
    expect(await answering()).toBe(1);
    await approve(requestId ?? "");
    expect(await answering()).toBe(2);
  });

  it("protects the canary where that is wanted; one person may always end it", async () => {
    const canary = { policyId, version: 2, share: 0.25 };
    const { requestId } = await setCanary(workspace.deps, ada.as(), canary);
    expect(await read(readCanary)).toBeNull();
    await approve(requestId ?? "");
    expect(await read(readCanary)).toMatchObject({ version: 2, share: 0.25, movedBy: "Bo" });
    await endCanary(workspace.deps, ada.as());
    expect(await read(readCanary)).toBeNull();
    await protectPointers(workspace.deps, owner.as(), { ...all, canary: false });
    expect(await setCanary(workspace.deps, ada.as(), canary)).toMatchObject({ requestId: null });
  });

  it("is set by owners and admins, and a request of another workspace does not exist", async () => {
    await expect(protectPointers(workspace.deps, ada.as(), all)).rejects.toMatchObject({
      kind: "forbidden",
    });
    const requestId = await ask();
    const other = await makeTestWorkspace(database.db);
    const stranger = await other.addPerson("Sam", "owner");
    const missing = { code: "gone", kind: "not_found" };
    for (const id of [requestId, newId(), "no id"]) {
      const answer = { requestId: id, words: "Mine." };
      await expect(approveRequest(other.deps, stranger.as(), answer)).rejects.toMatchObject(
        missing,
      );
      await expect(declineRequest(other.deps, stranger.as(), answer)).rejects.toMatchObject(
        missing,
      );
    }
    expect(await stateOf(requestId)).toBe("open");
  });
});
