import { data } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readPolicies, readProductionPolicy } from "#db/reads/policies.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import type { Expectation } from "#engine/policy/policy.ts";
import { proposeTest } from "#engine/policy-tests/propose-test.ts";
import { saveTest } from "#engine/policy-tests/save-test.ts";
import { assertMay } from "#engine/tenancy/permissions.ts";
import type { Route } from "./+types/save-test.ts";

/** The test that a message would make, and the policies it may go to, as JSON. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const { conversationId } = params;
  const seq = Number(params.seq);
  if (!isId(conversationId) || !Number.isSafeInteger(seq)) throw data(null, { status: 404 });
  try {
    assertMay(principal.role, "policies.write");
  } catch (error) {
    return Response.json({ problem: toWireError(error) }, { status: 403 });
  }
  const found = await read(async (tx) => ({
    test: await proposeTest(tx, conversationId, seq),
    policies: (await readPolicies(tx)).map(({ id, name }) => ({ id, name })),
    policyId: (await readProductionPolicy(tx))?.policyId ?? null,
  }));
  if (found.test === null) throw data(null, { status: 404 });
  return Response.json(found);
}

/** Puts the test into the page of a policy. */
export async function action({ request, context }: Route.ActionArgs) {
  const { deps, envelope } = requirePrincipal(request, context);
  const form = await request.formData();
  const policyId = fieldText(form, "policyId");
  if (!isId(policyId)) throw data(null, { status: 404 });
  const expects: Expectation[] = [
    ...form.getAll("expects").flatMap(expectationOf),
    ...wordsOf(form, "says").map((text) => ({ kind: "contains", text }) as const),
    ...wordsOf(form, "lacks").map((text) => ({ kind: "lacks", text }) as const),
  ];
  const question = fieldText(form, "question");
  const locale = fieldText(form, "locale") === "zh" ? "zh" : "en";
  try {
    const test = { policyId, locale, question, expects } as const;
    await saveTest(deps, envelope(crypto.randomUUID()), test);
    return { problem: null, policyId };
  } catch (error) {
    const problem = toWireError(error);
    if (problem.kind === "internal") throw error;
    return data({ problem, policyId }, { status: 422 });
  }
}

/** One expectation as the loader told it; what is none is left out, and the test says what it lacks. */
const expectationOf = (field: FormDataEntryValue): Expectation[] => {
  if (typeof field !== "string") return [];
  const [kind = "", text = ""] = field.split("\t");
  if (kind === "answers" || kind === "drafts" || kind === "hands-over") return [{ kind }];
  if (kind === "cites" && text !== "") return [{ kind, text }];
  if (kind === "language") return [{ kind, lang: text === "zh" ? "zh" : "en" }];
  return [];
};

const wordsOf = (form: FormData, name: string): string[] => {
  const words = fieldText(form, name).trim();
  return words === "" ? [] : [words];
};
