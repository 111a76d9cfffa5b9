import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { asRecorded, type ReplayVersion } from "#engine/replay/replay-version.ts";

/** The version a form asks for; what it does not say, or says in no way we know, is as in the recording. */
export const versionOf = (form: FormData): ReplayVersion => ({
  policy: policyOf(fieldText(form, "policy")),
  tuning: tuningOf(fieldText(form, "tuning")),
  model: modelOf(fieldText(form, "model")),
  passages: fieldText(form, "passages") === "search" ? "search" : asRecorded.passages,
});

const policyOf = (text: string): ReplayVersion["policy"] => {
  if (text === "production") return text;
  const [policyId = "", version = ""] = text.split("@");
  return isId(policyId) && /^\d{1,9}$/.test(version)
    ? { policyId, version: Number(version) }
    : asRecorded.policy;
};

const tuningOf = (text: string): ReplayVersion["tuning"] => {
  if (text === "production") return text;
  return /^\d{1,9}$/.test(text) ? { version: Number(text) } : asRecorded.tuning;
};

const modelOf = (text: string): ReplayVersion["model"] => {
  if (text === "" || text === "in-use") return "in-use";
  return text === "built-in" ? text : { name: text };
};
