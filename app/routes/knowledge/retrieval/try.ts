import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { tryQuestion } from "#engine/reply/try-question.ts";
import type { Route } from "./+types/try.ts";
import { answerJson } from "./answer-json.ts";
import { readTuning } from "./read-tuning.ts";

/** Longest question that is tried, in UTF-16 code units. */
const maxQuestion = 500;

/** Asks one question under the tuning of the form and answers TriedQuestion. Writes nothing. */
export async function action({ request, context }: Route.ActionArgs) {
  const { services, principal } = requirePrincipal(request, context);
  const form = await request.formData();
  return answerJson(() => {
    const sourceId = fieldText(form, "sourceId");
    const heading = fieldText(form, "heading");
    return tryQuestion(services.db, principal.tenantId, {
      question: fieldText(form, "question").slice(0, maxQuestion),
      tuning: readTuning(form),
      expected: isId(sourceId) ? { sourceId, heading: heading === "" ? null : heading } : null,
    });
  });
}
