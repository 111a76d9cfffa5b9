import { data } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import type { ActScope } from "#db/reads/undo-acts-of.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { statusOf } from "#app/api/api-error.ts";
import { previewUndo } from "#engine/undo/preview-undo.ts";
import { startUndo } from "#engine/undo/start-undo.ts";
import { undoableTypes } from "#engine/undo/undo-registry.ts";
import type { Route } from "./+types/start.ts";
import { placeOf } from "../read-place.ts";

/** Acts of a preview that are shown. */
const mostPreviewed = 200;

/** There is nothing to see without a request. */
export function loader() {
  throw data(null, { status: 404 });
}

/** Takes acts back, or says what that would change. Answers JSON. */
export async function action({ request, context }: Route.ActionArgs) {
  const { deps, envelope } = requirePrincipal(request, context);
  const form = await request.formData();
  const undoId = fieldText(form, "undoId");
  const scope = scopeOf(form);
  if (scope === null || !isId(undoId)) return Response.json({ error: invalid }, { status: 400 });
  try {
    if (fieldText(form, "intent") === "preview") {
      const { acts, ...counts } = await previewUndo(deps, envelope(undoId), scope);
      const left = Map.groupBy(
        acts.filter((act) => !act.undone),
        ({ why }) => why ?? "not_readable",
      );
      const skips = [...left].map(([why, some]) => ({ why, count: some.length }));
      return Response.json({ ...counts, skips, acts: acts.slice(0, mostPreviewed) });
    }
    const reason = fieldText(form, "reason");
    return Response.json({ undo: await startUndo(deps, envelope(undoId), { scope, reason }) });
  } catch (error) {
    const problem = toWireError(error);
    if (problem.kind === "internal") throw error;
    return Response.json({ error: problem }, { status: statusOf[problem.kind] });
  }
}

const invalid = { kind: "invalid", message: "Say what to take back." } as const;

const scopeOf = (form: FormData): ActScope | null => {
  const [decisionId, conversationId, seq] = ["decisionId", "conversationId", "seq"].map((name) =>
    fieldText(form, name),
  );
  if (isId(conversationId) && /^\d{1,9}$/.test(seq ?? "")) {
    return { kind: "act", conversationId, seq: Number(seq) };
  }
  if (isId(decisionId)) return { kind: "decision", decisionId };
  if (!form.has("filter")) return null;
  const { filter } = placeOf(new URLSearchParams(fieldText(form, "filter")));
  const type = fieldText(form, "actType");
  const actType = undoableTypes.find((one) => one === type) ?? null;
  return { kind: "decisions", filter, actType };
};
