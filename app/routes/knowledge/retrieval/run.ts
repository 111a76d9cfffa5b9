import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { runQuestions } from "#engine/knowledge/tuning/run-questions.ts";
import type { Route } from "./+types/run.ts";
import { answerJson } from "./answer-json.ts";
import { readTexts, readTuning } from "./read-tuning.ts";

/** Runs some saved questions under the tuning of the form and answers a QuestionRun for each. Writes nothing. */
export async function action({ request, context }: Route.ActionArgs) {
  const { services, principal } = requirePrincipal(request, context);
  const form = await request.formData();
  const ids = readTexts(form, "ids").filter(isId);
  return answerJson(() =>
    runQuestions(services.db, principal.tenantId, { ids, tuning: readTuning(form) }),
  );
}
