import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type Person,
  type TestWorkspace,
} from "../../tests/support/test-workspace.ts";
import { lockedDoc } from "../docs/locked-doc.ts";
import { createPolicy } from "../policy/create-policy.ts";
import { defaultPolicyText } from "../policy/default-policy.ts";
import { saveTest } from "./save-test.ts";

describeEngines("saving a message as a test", (openDb) => {
  let database: TestDb;
  let workspace: TestWorkspace;
  let anna: Person;
  let operator: Person;
  beforeAll(async () => {
    database = await openDb();
    workspace = await makeTestWorkspace(database.db);
    anna = await workspace.addPerson("Anna", "author");
    operator = await workspace.addPerson("Ola", "operator");
  });
  afterAll(() => database?.close());

  const policyOf = async (text: string) => {
    const page = { name: `Page ${newId()}`, text, note: null };
    return (await createPolicy(workspace.deps, anna.as(), page)).policyId;
  };
  const save = (policyId: string, question: string, person = anna) =>
    saveTest(workspace.deps, person.as(), {
      policyId,
      locale: "en",
      question,
      expects: [{ kind: "answers" }],
    });
  const pageOf = (policyId: string) =>
    database.db.tenant(workspace.tenantId, async (tx) => {
      const page = await lockedDoc(tx, { kind: "policy", id: policyId });
      return page?.text.toJSON();
    });

  it("adds a section to a page without tests, and goes on in it", async () => {
    const text = defaultPolicyText("Test");
    const policyId = await policyOf(text);
    await save(policyId, "How heavy?");
    await save(policyId, "How long?");
    expect(await pageOf(policyId)).toBe(
      `${text}\n## Tests\n\n- Asked "How heavy?", it answers.\n- Asked "How long?", it answers.\n`,
    );
  });

  it("goes to the end of the tests that are there, before what follows them", async () => {
    const text = defaultPolicyText("Test").replace(
      "## Never",
      '## Tests\n\n- Asked "One?", it drafts.\n\n## Never',
    );
    const policyId = await policyOf(text);
    await save(policyId, "Two?");
    expect(await pageOf(policyId)).toBe(
      text.replace("it drafts.\n", 'it drafts.\n- Asked "Two?", it answers.\n'),
    );
    await expect(save(policyId, " one? ")).rejects.toMatchObject({ kind: "conflict" });
    await expect(save(policyId, "Three?", operator)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(save(newId(), "Three?")).rejects.toMatchObject({ kind: "not_found" });
  });
});
