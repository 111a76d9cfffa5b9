import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import type { Signed } from "#app/server/require-principal.ts";
import { deleteProvider } from "#engine/models/delete-provider.ts";
import { orderProviders } from "#engine/models/order-providers.ts";
import { addProvider, changeProvider } from "#engine/models/put-provider.ts";
import { setBudget } from "#engine/models/set-budget.ts";
import { listedPrice } from "#engine/reply/model-price.ts";

/** Does what a form of the models page asks for. Throws what the action refuses. */
export const runModelAct = async (
  { services, envelope }: Signed,
  form: FormData,
): Promise<void> => {
  const intent = fieldText(form, "intent");
  const own = envelope(crypto.randomUUID());
  if (intent === "add") return void (await addProvider(services, own, settingsOf(form)));
  if (intent === "order") {
    const providerIds = fieldText(form, "order").split(",").filter(isId);
    return orderProviders(services, own, { providerIds });
  }
  if (intent === "budget") {
    return setBudget(services, own, {
      conversationUsd: numberOrNull(form, "conversationUsd"),
      dayUsd: numberOrNull(form, "dayUsd"),
      dayCalls: numberOrNull(form, "dayCalls"),
    });
  }
  const providerId = fieldText(form, "providerId");
  if (!isId(providerId)) return;
  if (intent === "delete") return deleteProvider(services, own, { providerId });
  if (intent === "on" || intent === "off") {
    return changeProvider(services, own, { providerId, enabled: intent === "on" });
  }
  if (intent === "change") await changeProvider(services, own, { providerId, ...settingsOf(form) });
};

const settingsOf = (form: FormData) => {
  const model = fieldText(form, "model").trim();
  const prices = [numberOrNull(form, "priceIn"), numberOrNull(form, "priceOut")] as const;
  const listed = prices.every((price) => price === null) ? listedPrice(model) : null;
  const key = fieldText(form, "key");
  const keepsKey = fieldText(form, "keyChoice") === "keep";
  return {
    name: fieldText(form, "name"),
    url: fieldText(form, "url"),
    model,
    priceIn: prices[0] ?? listed?.in ?? null,
    priceOut: prices[1] ?? listed?.out ?? null,
    firstTokenMs: milliseconds(form, "firstTokenS"),
    callMs: milliseconds(form, "callS"),
    concurrency: Number(fieldText(form, "concurrency")),
    callsPerMinute: Number(fieldText(form, "callsPerMinute")),
    ...(keepsKey ? {} : { key }),
  };
};

/** Null for an empty field; what is no number is left to the action, which refuses it. */
const numberOrNull = (form: FormData, name: string): number | null => {
  const text = fieldText(form, name).trim();
  return text === "" ? null : Number(text);
};

const milliseconds = (form: FormData, name: string): number =>
  Math.round(Number(fieldText(form, name)) * 1000);
