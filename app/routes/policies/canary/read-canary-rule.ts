import { fieldText } from "#app/server/field-text.ts";
import type { CanaryRule } from "#db/reads/policy-moves.ts";

/** What is to stop a canary, from the fields of `CanaryWatch`; null where nothing is ticked. */
export const readCanaryRule = (form: FormData): CanaryRule | null => {
  const number = (name: string) => Number(fieldText(form, name));
  const percent = (name: string) => number(name) / 100;
  const rule = {
    ...(form.has("stop-approved") ? { approved: { margin: percent("margin-approved") } } : {}),
    ...(form.has("stop-handedOver")
      ? { handedOver: { margin: percent("margin-handedOver") } }
      : {}),
    ...(form.has("stop-csat") ? { csat: { margin: number("margin-csat") } } : {}),
    ...(form.has("stop-cost")
      ? { cost: { margin: number("margin-cost"), bound: number("bound-cost") } }
      : {}),
  };
  return Object.keys(rule).length === 0 ? null : rule;
};
