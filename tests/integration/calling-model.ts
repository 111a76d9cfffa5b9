import { changeTags } from "#engine/actions/change-tags.ts";
import { connectCrm } from "#engine/crm/connect-crm.ts";
import { openReplay, type Replay } from "#engine/replay/open-replay.ts";
import { openAiProvider } from "#engine/reply/provider.ts";
import { readConfig } from "#engine/runtime/config.ts";
import type { FakeCrm } from "../fakes/crm.ts";
import { startFakeOpenAI } from "../fakes/openai.ts";
import type { ChatReply, ChatRequestBody } from "../fakes/openai-reply.ts";
import { newId } from "../support/test-workspace.ts";
import { type ReplyWorld, scripted } from "./reply-world.ts";

/** A page that grants tools. */
export const policy = (tools: string, mode = "auto") =>
  `---\nmode: ${mode}\nthreshold: 1%\ntools: ${tools}\n---\n# Help\n\nWe sell lamps.\n`;
const lamps = [
  { title: "Lamps", text: "Every lamp has a warranty of seven years." },
  { title: "Dispatch", text: "Parcels leave Hamburg on Mondays." },
];
/** What the model answers in the end. */
export const good = {
  mode: "text",
  text: "Every lamp has a warranty of seven years [1].",
} as const;

/** A call that the model makes. */
export const call = (name: string, args: unknown): ChatReply => ({
  mode: "tool-call",
  name,
  argumentsJson: typeof args === "string" ? args : JSON.stringify(args),
});

/** What is asked, and of whom. */
export type Asked = {
  /** The system with orders that the workspace is connected to. */
  readonly crm?: FakeCrm;
  readonly words?: string;
  /** What the visitor writes after the first decision; the second one is answered then. */
  readonly next?: string;
};

/** Asks a model that makes these calls one after the other and then answers. */
export const ask = async (
  world: ReplyWorld,
  page: string,
  replies: readonly ChatReply[],
  { crm, words = "How long is the warranty of a lamp?", next }: Asked = {},
) => {
  let step = 0;
  await using fake = await startFakeOpenAI({ otherwise: () => replies[step++] ?? good });
  const shop = await world.makeWorkspace(page, lamps);
  if (crm !== undefined) {
    await connectCrm(world.modelDeps, shop.system, { url: crm.url, key: "sk-crm-of-this-shop" });
  }
  const other = await shop.visitor();
  await other.say("Hello");
  await changeTags(
    world.deps,
    { ...shop.system, idempotencyKey: newId() },
    { conversationId: other.id, add: ["warranty"], remove: [] },
  );
  world.startWorker(scripted(openAiProvider({ url: fake.url, model: "m", key: null })));
  const visitor = await shop.visitor();
  await visitor.say(words);
  let decision = await visitor.decided();
  if (next !== undefined) {
    await visitor.say(next);
    decision = await visitor.decided(2);
  }
  const requests = fake.requests.map(({ body }) => body as ChatRequestBody);
  const { tenantId } = shop;
  return {
    tenantId,
    decision,
    visitor,
    requests,
    events: await visitor.events(),
    row: await visitor.row(),
  };
};

/** Opens a replay whose model makes these calls; `told` is what each request's newest tool said by now. */
export const withModel = async <T>(
  world: ReplyWorld,
  replies: readonly ChatReply[],
  run: (replay: Replay, told: () => readonly string[]) => Promise<T>,
  model = "m",
): Promise<T> => {
  let step = 0;
  await using fake = await startFakeOpenAI({ otherwise: () => replies[step++] ?? good });
  const replay = openReplay({
    ...world.modelDeps,
    config: readConfig({
      XIN_MODEL_ALLOW: "127.0.0.0/8",
      XIN_LLM_URL: fake.url,
      XIN_LLM_MODEL: model,
    }),
  });
  const told = () =>
    fake.requests.map(({ body }) =>
      String((body as ChatRequestBody).messages.findLast(({ role }) => role === "tool")?.content),
    );
  try {
    return await run(replay, told);
  } finally {
    await replay.close();
  }
};

/** Replays a conversation as recorded, with a model that makes these calls; `told` is what each request's newest tool said. */
export const replayWith = (
  world: ReplyWorld,
  replies: readonly ChatReply[],
  tenantId: string,
  conversationId: string,
) =>
  withModel(world, replies, async (replay, told) => {
    const { turns, counts } = await replay.conversation(tenantId, conversationId, {
      policy: "recorded",
      tuning: "recorded",
      model: "in-use",
      passages: "recorded",
    });
    return { turns, counts, told: told() };
  });
