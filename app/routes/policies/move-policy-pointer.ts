import { fieldText } from "#app/server/field-text.ts";
import type { Locale } from "#contract/ids.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { canaryTested } from "#engine/policy-tests/canary-tested.ts";
import { publishTested } from "#engine/policy-tests/publish-tested.ts";
import { PublishOvertaken } from "#engine/policy/publish-overtaken.ts";
import { RollbackGone } from "#engine/policy/rollback-gone.ts";
import { RequestRefused, requestProblems } from "#engine/policy/request-refused.ts";
import { CanaryOvertaken, canaryOvertaken } from "#engine/policy/canary-overtaken.ts";
import { endCanary } from "#engine/policy/set-canary.ts";
import { endShadow, setShadow } from "#engine/policy/set-shadow.ts";
import { leaveCanaryStopped, startCanaryAgain } from "#engine/policy/start-canary-again.ts";
import type { Replay } from "#engine/replay/open-replay.ts";
import type { PublishProblem } from "./publish-trouble.tsx";
import { readCanaryRule } from "./canary/read-canary-rule.ts";
import { answerRequest } from "./requests/answer-request.ts";
import { readPolicyRef } from "./read-policy-ref.ts";

/** Carries out a form that moves a pointer; false when it is about something else. */
export const movePolicyPointer = async (
  deps: ActionDeps & { readonly replay: Replay },
  envelope: Envelope,
  { policyId, form }: { readonly policyId: string; readonly form: FormData },
): Promise<boolean> => {
  const intent = form.get("intent");
  const seen = form.has("seen") ? { seen: Number(fieldText(form, "seen")) } : {};
  if (intent === "end-canary") {
    await endCanary(deps, envelope, seen);
    return true;
  }
  const stop = Number(fieldText(form, "stop"));
  if (intent === "start-canary-again") {
    await startCanaryAgain(deps, envelope, { stop });
    return true;
  }
  if (intent === "leave-canary-stopped") {
    await leaveCanaryStopped(deps, envelope, { stop });
    return true;
  }
  if (intent === "end-shadow") {
    await endShadow(deps, envelope);
    return true;
  }
  if (intent === "set-shadow") {
    const share = Number(fieldText(form, "share")) / 100;
    await setShadow(deps, envelope, { policyId, version: Number(form.get("version")), share });
    return true;
  }
  if (await answerRequest(deps, envelope, form)) return true;
  if (intent !== "publish") return false;
  const reason = fieldText(form, "override");
  const wanted = {
    policyId,
    version: Number(form.get("version")),
    override: reason === "" ? null : reason,
    ...runningOf(fieldText(form, "running")),
  };
  if (form.get("to") === "canary") {
    const share = Number(fieldText(form, "share")) / 100;
    const stopsWhen = readCanaryRule(form);
    await canaryTested(deps, envelope, { ...wanted, ...seen, share, stopsWhen });
  } else {
    await publishTested(deps, envelope, {
      ...wanted,
      ...(form.has("replaces") ? { replaces: readPolicyRef(fieldText(form, "replaces")) } : {}),
      acceptsGone: form.has("acceptsGone"),
    });
  }
  return true;
};

/** What a refusal tells beside its kind, in the reader's language. */
export const publishProblemOf = (
  error: unknown,
  locale: Locale,
): Pick<PublishProblem, "answering" | "gone" | "said"> => {
  if (error instanceof RequestRefused) return { said: requestProblems[error.code][locale] };
  if (error instanceof CanaryOvertaken) return { said: canaryOvertaken[error.now][locale] };
  if (error instanceof PublishOvertaken) return { answering: error.answering };
  if (error instanceof RollbackGone) return { gone: error.gone };
  return {};
};

const runningOf = (written: string): { readonly running?: "move" | "stay" } =>
  written === "move" || written === "stay" ? { running: written } : {};
