import type { LanguageModelV4CallOptions } from "@ai-sdk/provider";
import { Cause, Effect, Exit } from "effect";
import { type ModelProvider, readModelProviders } from "#db/reads/model-providers.ts";
import type { Envelope } from "../actions/envelope.ts";
import { type CallUse, meterCall } from "../reply/call-use.ts";
import { estimatePromptTokens } from "../reply/estimate-tokens.ts";
import { ModelFailure, toModelFailure } from "../reply/model-failure.ts";
import { modelFetch } from "../reply/model-fetch.ts";
import { costOf } from "../reply/model-price.ts";
import { openStream } from "../reply/open-stream.ts";
import type { StreamEnd } from "../reply/stream-end.ts";
import { giveUpTool } from "../reply/reply-agent.ts";
import type { Services } from "../runtime/services.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { modelAgent } from "./model-agent.ts";
import { ModelRefused } from "./model-refused.ts";
import { withoutKey } from "./without-key.ts";
import { workspaceProvider } from "./workspace-provider.ts";
import { workspacePurse } from "./workspace-purse.ts";

/** How a test call went. */
export type ProviderTest = CallUse & {
  /** What the model wrote, as far as it came. */
  readonly text: string;
  readonly totalMs: number;
  /** US dollars; null where nobody knows the price. */
  readonly costUsd: number | null;
  /** Null when it answered. */
  readonly failure: {
    readonly reason: ModelFailure["reason"];
    readonly status: number | null;
    readonly message: string;
    /** What the server said of it, shortened, and without the key. */
    readonly said: string | null;
  } | null;
};

/** `onText` gets the words as they come; `signal` ends the call. */
export type TestOptions = {
  readonly onText?: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
};

/** What a test works with. */
export type TestDeps = Pick<Services, "db" | "log" | "keyProvider" | "config">;

/**
 * Asks a provider for one sentence, as a reply would ask it: with a tool, streamed, within its times and the
 * budgets. No circuit and no pause keeps it from being asked. Needs `models.manage`; refused as ModelRefused `not_found`. A call that fails is an answer, not an error.
 */
export const testProvider = async (
  deps: TestDeps,
  env: Envelope,
  { providerId }: { readonly providerId: string },
  { onText = () => {}, signal }: TestOptions = {},
): Promise<ProviderTest> => {
  assertMay(env.actor.role, "models.manage");
  const row = await deps.db.tenant(env.tenantId, async (tx) =>
    (await readModelProviders(tx)).find(({ id }) => id === providerId),
  );
  if (row === undefined) throw new ModelRefused("not_found", "not_found");
  const agent = modelAgent(deps.config.modelAllow);
  try {
    return await call(deps, env.tenantId, row, modelFetch(agent), { onText, signal });
  } finally {
    await agent.destroy();
  }
};

const call = async (
  deps: TestDeps,
  tenantId: string,
  row: ModelProvider,
  fetch: typeof globalThis.fetch,
  { onText = () => {}, signal }: TestOptions,
): Promise<ProviderTest> => {
  const heard: { said: string | null; key: string } = { said: null, key: "" };
  const provider = workspaceProvider({ ...deps, fetch: listening(fetch, heard) }, tenantId, row);
  const price = provider.price(task);
  const meter = meterCall(estimatePromptTokens(options.prompt));
  const startedAt = performance.now();
  let text = "";
  const end = await workspacePurse(deps, { tenantId, conversationId: null })
    .take(row.name, costOf(price, { tokensIn: 60, tokensOut: options.maxOutputTokens }))
    .then(async (receipt) => {
      const abortable = signal === undefined ? options : { ...options, abortSignal: signal };
      const ended = await streamed(openStream(provider, task, abortable, meter), (delta) => {
        text += delta;
        onText(withoutKey(delta, heard.key));
      });
      const use = meter.use(ended);
      receipt.settle(use, costOf(price, use) ?? 0);
      return ended;
    })
    .catch((error: unknown) => toModelFailure(row.name, error));
  const use = meter.use(end);
  return {
    ...use,
    text: withoutKey(text, heard.key),
    totalMs: Math.round(performance.now() - startedAt),
    costUsd: costOf(price, use),
    failure: end instanceof ModelFailure ? failureOf(end, heard.said) : null,
  };
};

const streamed = async (
  opening: ReturnType<typeof openStream>,
  onText: (text: string) => void,
): Promise<StreamEnd> => {
  const opened = await Effect.runPromiseExit(opening);
  if (Exit.isFailure(opened)) {
    const failure = opened.cause.reasons.find(Cause.isFailReason)?.error;
    if (failure === undefined) throw Cause.squash(opened.cause);
    return failure;
  }
  for await (const part of opened.value.stream) {
    if (part.type === "text-delta") onText(part.delta);
  }
  return opened.value.ended;
};

const failureOf = (
  { reason, status, message }: ModelFailure,
  said: string | null,
): ProviderTest["failure"] => ({ reason, status: status ?? null, message, said });

/** Keeps what a server says when it refuses, which is recorded nowhere else. */
const listening =
  (
    fetch: typeof globalThis.fetch,
    heard: { said: string | null; key: string },
  ): typeof globalThis.fetch =>
  async (input, init) => {
    heard.key = new Headers(init?.headers).get("authorization")?.replace(/^Bearer /, "") ?? "";
    const response = await fetch(input, init);
    if (response.ok) return response;
    const body = await response.text();
    heard.said = withoutKey(messageIn(body), heard.key).slice(0, 300);
    return new Response(body, { status: response.status, headers: response.headers });
  };

/** `error.message` of a JSON body, as OpenAI's dialect has it, else its beginning. */
const messageIn = (body: string): string => {
  const text = body.slice(0, 2000).replaceAll(/\s+/g, " ").trim();
  try {
    const { error } = JSON.parse(body) as { error?: string | { message?: unknown } };
    const message = typeof error === "object" ? error.message : error;
    return typeof message === "string" ? message.slice(0, 2000) : text;
  } catch {
    return text;
  }
};

const task = { question: "", locale: "en", passages: [], modelName: null } as const;

const options: LanguageModelV4CallOptions & { readonly maxOutputTokens: number } = {
  prompt: [
    { role: "system", content: "You answer in one short sentence. You never use a tool." },
    { role: "user", content: [{ type: "text", text: "Say hello to the team of a help desk." }] },
  ],
  // As a reply has them: a model that cannot do with a tool would fail there.
  maxOutputTokens: 900,
  temperature: 0.2,
  tools: [
    {
      type: "function",
      name: giveUpTool,
      description: "Call this when you cannot answer.",
      inputSchema: { type: "object", properties: { reason: { type: "string" } } },
    },
  ],
};
