import { fieldText } from "#app/server/field-text.ts";
import type { Signed } from "#app/server/require-principal.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { addReranker } from "#engine/knowledge/embedding/add-reranker.ts";
import type { ModelChoice } from "#engine/knowledge/embedding/choose-model.ts";
import { setReranker } from "#engine/knowledge/embedding/set-reranker.ts";
import { type ModelTest, testModel } from "#engine/knowledge/embedding/test-model.ts";
import { type RerankerTest, testOwnReranker } from "#engine/knowledge/embedding/test-reranker.ts";

/** How a model did that was tested. */
export type SearchTest =
  | ({ readonly of: "model" } & ModelTest)
  | ({ readonly of: "reranker" } & RerankerTest);

/** Does what a form of the page asks for; answers what a test found. Throws what the action refuses. */
export const runSearchAct = async (
  { services, envelope }: Signed,
  form: FormData,
): Promise<SearchTest | null> => {
  const { db, embedding, keyProvider: keys } = services;
  const own = envelope(crypto.randomUUID());
  const modelId = fieldText(form, "modelId");
  switch (fieldText(form, "intent")) {
    case "add":
      await embedding.add(own, choiceOf(form));
      return null;
    case "activate":
      await embedding.activate(own, { modelId });
      return null;
    case "drop":
      await embedding.drop(own, { modelId });
      return null;
    case "key":
      await embedding.setKey(own, { modelId, key: textOf(form, "key", 500) });
      return null;
    case "test":
      return { of: "model", ...(await testModel(db, own, { modelId })) };
    case "rerank": {
      const choice = { url: fieldText(form, "url").trim(), model: textOf(form, "model", 200) };
      return { of: "reranker", ...(await addReranker({ db, keys }, own, withKey(form, choice))) };
    }
    case "rerank-off":
      await setReranker(db, own, null);
      return null;
    case "rerank-test":
      return { of: "reranker", ...(await testOwnReranker(db, own)) };
    default:
      throw new ActionRefused({ kind: "invalid", message: "There is no such act." });
  }
};

const choiceOf = (form: FormData): ModelChoice => {
  const provider = fieldText(form, "provider");
  if (provider === "bundled") return { provider };
  const prefixes = prefixesOf(form);
  if (provider === "local") {
    const pooling = fieldText(form, "pooling") === "cls" ? "cls" : "mean";
    return { provider, model: textOf(form, "local", 100), pooling, prefixes };
  }
  const dims = Number(fieldText(form, "dims"));
  if (!Number.isInteger(dims) || dims < 1 || dims > 4096) {
    throw new ActionRefused({ kind: "invalid", message: "Dimensions are 1 to 4096." });
  }
  const choice = { provider: "openai", model: textOf(form, "model", 200), dims, prefixes } as const;
  if (provider === "lent") return choice;
  return withKey(form, { ...choice, url: fieldText(form, "url").trim() });
};

/** Empty ones are none: a model with a prefix is another model than one without. */
const prefixesOf = (form: FormData) => {
  const [question, passage] = [fieldText(form, "question"), fieldText(form, "passage")];
  return { ...(question !== "" && { question }), ...(passage !== "" && { passage }) };
};

const withKey = <T extends object>(form: FormData, choice: T): T & { readonly key?: string } => {
  const key = fieldText(form, "key").trim();
  return key === "" ? choice : { ...choice, key };
};

const textOf = (form: FormData, name: string, longest: number): string => {
  const text = fieldText(form, name).trim();
  if (text !== "" && text.length <= longest) return text;
  throw new ActionRefused({ kind: "invalid", message: `${name} has 1 to ${longest} characters.` });
};
