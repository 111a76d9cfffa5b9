import { Schema } from "effect";
import { data } from "react-router";
import { Locale } from "#contract/ids.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { streamLines } from "#app/server/stream-lines.ts";
import { readPolicies } from "#db/reads/policies.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { maxPolicyLength, parsePolicy } from "#engine/policy/parse-policy.ts";
import { mayWritePolicies } from "../may-write-policies.ts";
import type { Route } from "./+types/preview.ts";
import type { PreviewLine, PreviewQuestion } from "./preview-answer.ts";
import { effectOf, previewedDecision } from "./previewed-decision.ts";

const Words = Schema.String.check(Schema.isMaxLength(4_000));
const Question: Schema.Decoder<PreviewQuestion> = Schema.Struct({
  text: Schema.String.check(Schema.isMaxLength(maxPolicyLength)),
  question: Words,
  history: Schema.Array(
    Schema.Struct({ role: Schema.Literals(["user", "assistant"]), content: Words }),
  ).check(Schema.isMaxLength(10)),
  locale: Locale,
});
const decode = Schema.decodeUnknownSync(Question);

/** Answers a question under a page that need not be saved, in lines of JSON. Nothing is written. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { services, principal, read } = requirePrincipal(request, context);
  const { policyId } = params;
  const policies = isId(policyId) ? await read(readPolicies) : [];
  if (!policies.some(({ id }) => id === policyId)) throw data(null, { status: 404 });
  // Models cost money: whoever may not write the page has nothing to try.
  if (!mayWritePolicies(principal.role)) throw data(null, { status: 403 });
  const asked = await readQuestion(request);
  if (asked === null) throw data(null, { status: 400 });
  const { text, ...question } = asked;
  return streamLines(request, async (write: (line: PreviewLine) => void) => {
    const parsed = parsePolicy(text);
    if (!parsed.ok) {
      write({ type: "unreadable", problems: parsed.problems.length });
      return;
    }
    try {
      const { plan, ms } = await services.replay.question(
        principal.tenantId,
        { ...question, previousQuestion: lastAsked(question) },
        { policy: { text }, tuning: "production", model: "in-use", passages: "search" },
        {
          onWords: (words) => write({ type: "words", text: words }),
          onAgain: () => write({ type: "again" }),
          signal: request.signal,
        },
      );
      const decision = previewedDecision(plan, question.question, parsed.policy.settings.mode, ms);
      write({ type: "end", effect: effectOf(plan), decision });
    } catch (error) {
      if (request.signal.aborted) return;
      services.log.error({ err: error, kind: toWireError(error).kind }, "a preview failed");
      write({ type: "failed" });
    }
  });
}

const readQuestion = async (request: Request): Promise<PreviewQuestion | null> => {
  const asked = (await request.formData()).get("asked");
  try {
    return typeof asked === "string" ? decode(JSON.parse(asked)) : null;
  } catch {
    return null;
  }
};

const lastAsked = ({ history }: Pick<PreviewQuestion, "history">): string | null =>
  history.findLast(({ role }) => role === "user")?.content ?? null;
