import { fieldText } from "#app/server/field-text.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { approveRequest } from "#engine/policy/approve-request.ts";
import { declineRequest, withdrawRequest } from "#engine/policy/settle-request.ts";

/** Carries out a form that answers a request, or takes it back; false when it is about something else. */
export const answerRequest = async (
  deps: ActionDeps,
  envelope: Envelope,
  form: FormData,
): Promise<boolean> => {
  const answer = { requestId: fieldText(form, "requestId"), words: fieldText(form, "words") };
  switch (form.get("intent")) {
    case "approve":
      await approveRequest(deps, envelope, { ...answer, acceptsGone: form.has("acceptsGone") });
      return true;
    case "decline":
      await declineRequest(deps, envelope, answer);
      return true;
    case "withdraw":
      await withdrawRequest(deps, envelope, answer);
      return true;
    default:
      return false;
  }
};
