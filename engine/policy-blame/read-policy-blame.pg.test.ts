import { afterAll, beforeAll, expect, it } from "vitest";
import * as Y from "yjs";
import type { Tx } from "#db/client.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  type Person,
  type TestWorkspace,
} from "../../tests/support/test-workspace.ts";
import { appendDocUpdates } from "../docs/append-doc-updates.ts";
import { docText } from "../docs/doc-text.ts";
import { openDoc } from "../docs/open-doc.ts";
import { createPolicy } from "../policy/create-policy.ts";
import { savePolicyVersion } from "../policy/save-policy-version.ts";
import { readPageBlame, readPolicyBlame } from "./read-policy-blame.ts";

const page = (words: string) => `---\nmode: draft\n---\n# Help\n\n${words}`;

describeEngines("the blame of a policy's lines", (open) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let anna: Person;
  let bo: Person;
  beforeAll(async () => {
    database = await open();
    workspace = await makeTestWorkspace(database.db);
    anna = await workspace.addPerson("Anna", "author");
    bo = await workspace.addPerson("Bo", "author");
  });
  afterAll(() => database?.close());

  const read = <T>(run: (tx: Tx) => Promise<T>) => database.db.tenant(workspace.tenantId, run);

  it("tells who wrote which line, also of what moved, and who typed it together", async () => {
    const first = page("## Guidance\n\n1. Be kind.\n2. Be brief.\n3. Say thanks.\n");
    const { policyId } = await createPolicy(workspace.deps, anna.as(), {
      name: "Blame",
      text: first,
    });
    const moved = first.replace("1. Be kind.\n2. Be brief.", "1. Be brief.\n2. Be kind.");
    await savePolicyVersion(workspace.deps, bo.as(), { policyId, text: moved, note: "Order" });
    const doc = { kind: "policy", id: policyId } as const;
    const { tenantId } = workspace;
    const { updates } = await openDoc(workspace.deps, tenantId, doc);
    const replica = new Y.Doc();
    for (const { update } of updates) Y.applyUpdate(replica, update);
    const typed = async (memberId: string, clientId: number, line: string) => {
      replica.clientID = clientId;
      const before = Y.encodeStateVector(replica);
      const body = replica.getText(docText);
      body.insert(body.length, line);
      const update = Y.encodeStateAsUpdate(replica, before);
      const [answer] = await appendDocUpdates(workspace.deps, tenantId, doc, [
        { memberId, clients: [clientId], update },
      ]);
      expect(answer).toHaveProperty("seq");
    };
    await typed(anna.id, 20_011, "4. Ask.\n");
    await typed(bo.id, 20_012, "5. Listen.\n");
    const together = replica.getText(docText).toJSON();
    await savePolicyVersion(workspace.deps, anna.as(), { policyId, text: together, note: null });

    const blame = await read((tx) => readPolicyBlame(tx, policyId, 3));
    const of = (text: string) => blame.lines.find((line) => line.text === text);
    expect(blame.lines.map(({ text }) => text).join("\n")).toBe(together);
    expect(of("2. Be kind.")).toMatchObject({ version: 1, typedBy: [] });
    expect(of("1. Be brief.")).toMatchObject({ version: 1 });
    expect(of("4. Ask.")).toMatchObject({ version: 3, typedBy: [{ id: anna.id, name: "Anna" }] });
    expect(of("5. Listen.")).toMatchObject({ version: 3, typedBy: [{ id: bo.id, name: "Bo" }] });
    expect(blame.versions.map(({ version, authorName }) => [version, authorName])).toEqual([
      [3, "Anna"],
      [1, "Anna"],
    ]);
    // What is not saved is nobody's yet; the rest stays whose it was.
    const unsaved = await read((tx) =>
      readPageBlame(tx, policyId, together.replace("Say thanks", "Say nothing")),
    );
    const unsavedOf = (text: string) => unsaved.lines.find((line) => line.text === text);
    expect(unsaved.version).toBe(4);
    expect(unsavedOf("3. Say nothing.")).toMatchObject({ version: 4, typedBy: [] });
    expect(unsavedOf("5. Listen.")).toMatchObject({ version: 3, typedBy: [{ name: "Bo" }] });
    expect(unsavedOf("2. Be kind.")).toMatchObject({ version: 1 });
    // A text that is not the shared page's names nobody but who saved it.
    const other = together.replace("Say thanks", "Thank them");
    await savePolicyVersion(workspace.deps, bo.as(), { policyId, text: other, note: null });
    const later = await read((tx) => readPolicyBlame(tx, policyId, 4));
    expect(later.lines.find(({ text }) => text === "3. Thank them.")).toMatchObject({
      version: 4,
      typedBy: [],
    });
    expect(later.lines.find(({ text }) => text === "5. Listen.")).toMatchObject({
      typedBy: [{ id: bo.id, name: "Bo" }],
    });
    const noPolicy = crypto.randomUUID();
    await expect(read((tx) => readPageBlame(tx, noPolicy, "# None"))).rejects.toMatchObject({
      kind: "not_found",
    });
    await expect(read((tx) => readPolicyBlame(tx, policyId, 5))).rejects.toMatchObject({
      kind: "not_found",
    });
  });

  it("looks at no more than 500 versions to tell who wrote a line, and says where it stopped", async () => {
    const { policyId } = await createPolicy(workspace.deps, anna.as(), {
      name: "Long",
      text: page("Old words.\n"),
    });
    await read(async (tx) => {
      await tx`insert into xin.policy_versions
        (tenant_id, policy_id, version, text, parsed, hash, author_id, author_name)
        select tenant_id, policy_id, n, text || 'Line of v' || n || E'\n', parsed, hash, author_id, author_name
        from xin.policy_versions, generate_series(2, 510) n where policy_id = ${policyId}`;
      await tx`update xin.policies set last_version = 510 where id = ${policyId}`;
    });
    const { lines, cutAt } = await read((tx) => readPolicyBlame(tx, policyId, 510));
    expect(cutAt).toBe(11);
    expect(lines.find(({ text }) => text === "Old words.")).toMatchObject({ version: 11 });
    expect(lines.find(({ text }) => text === "Line of v510")).toMatchObject({ version: 510 });
  });
});
