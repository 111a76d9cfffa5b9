import { requestContext } from "#app/context.ts";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { streamLines } from "#app/server/stream-lines.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { callProblems } from "#engine/models/call-problems.ts";
import { testProvider } from "#engine/models/test-provider.ts";
import type { Route } from "./+types/test.ts";
import type { TestLine } from "./use-model-test.ts";

/** Asks a model for one sentence and answers lines of JSON: its words as they come, then how it went. */
export async function action({ request, context }: Route.ActionArgs) {
  const { services, envelope } = requirePrincipal(request, context);
  const { locale } = context.get(requestContext);
  const providerId = fieldText(await request.formData(), "providerId");
  return streamLines(request, async (write: (line: TestLine) => void) => {
    try {
      const id = isId(providerId) ? providerId : crypto.randomUUID();
      const own = envelope(crypto.randomUUID());
      const onText = (text: string) => write({ type: "text", text });
      const watched = { onText, signal: request.signal };
      const test = await testProvider(services, own, { providerId: id }, watched);
      const fix = test.failure === null ? null : callProblems[test.failure.reason][locale];
      write({ type: "end", test, fix });
    } catch (error) {
      const problem = toWireError(error);
      if (problem.kind === "internal") services.log.error({ err: error }, "testing a model failed");
      write({ type: "problem", problem });
    }
  });
}
