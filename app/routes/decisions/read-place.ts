import { isId } from "#app/server/is-id.ts";
import { choices, type DecisionPlace } from "./decision-address.ts";

/** Reads the part of an address that chooses; what makes no sense is as if it were not there. */
export const placeOf = (search: URLSearchParams): DecisionPlace => {
  const text = (name: string) => search.get(name) ?? undefined;
  const oneOf = <T extends string>(name: string, known: readonly T[]): T | null =>
    known.find((one) => one === text(name)) ?? null;
  const id = (name: string) => (isId(text(name)) ? (text(name) ?? null) : null);
  const policyId = id("policy");
  const [createdAt, afterId] = [momentOf(text("before")), id("beforeId")];
  return {
    filter: {
      kind: oneOf("kind", choices.kind),
      outcome: oneOf("outcome", choices.outcome),
      mode: oneOf("mode", choices.mode),
      reaction: oneOf("after", choices.reaction),
      policyId,
      policyVersion: policyId === null ? null : wholeOf(text("version")),
      ruleLine: policyId === null ? null : wholeOf(text("line")),
      model: text("model")?.slice(0, 200) ?? null,
      tool: text("tool")?.slice(0, 100) ?? null,
      from: momentOf(text("from")),
      to: momentOf(text("to")),
      conversationId: id("conversation"),
    },
    after: createdAt === null || afterId === null ? null : { createdAt, id: afterId },
  };
};

const momentOf = (text: string | undefined): string | null =>
  text !== undefined && momentForm.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;

const momentForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?Z$/;

const wholeOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
