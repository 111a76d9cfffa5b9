import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import {
  answerAsStream,
  answerAtOnce,
  answerVectors,
  leadAstray,
  misbehave,
  tellKey,
} from "./openai-answers.ts";
import type {
  ChatReply,
  ChatRequestBody,
  EmbeddingReply,
  EmbeddingRequestBody,
} from "./openai-reply.ts";

/** One request the fake received. */
export type RecordedRequest = {
  path: string;
  /** Header names in lower case. Values of headers that carry keys are `[redacted]`. */
  headers: Record<string, string>;
  /** Whether a key came with it. */
  hasKey: boolean;
  body: unknown;
  /** `aborted` when the client hung up before the answer was complete. */
  outcome: "pending" | "answered" | "aborted";
};

/** A model server under the test's control. `await using` closes it and cuts open answers. */
export type FakeOpenAI = AsyncDisposable & {
  /** Base URL as the product's `XIN_LLM_URL` and `XIN_EMBEDDING_URL` take it, ending in `/v1`. */
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Queues what the next chat requests get, one reply each. */
  scriptChat(...replies: ChatReply[]): void;
  /** Queues what the next embedding requests get, one reply each. */
  scriptEmbeddings(...replies: EmbeddingReply[]): void;
};

/** Behaviour when the queues are empty. */
export type FakeOpenAIOptions = {
  /** Default: the text `Hello from the fake model.` */
  otherwise?: (request: ChatRequestBody) => ChatReply;
  /** Length of the vectors. Default 8. */
  dimensions?: number;
};

/**
 * Starts an OpenAI-compatible server on a free local port that answers `/v1/chat/completions`,
 * streamed or not, and `/v1/embeddings` as scripted.
 */
export const startFakeOpenAI = async (options: FakeOpenAIOptions = {}): Promise<FakeOpenAI> => {
  const requests: RecordedRequest[] = [];
  const chatQueue: ChatReply[] = [];
  const embeddingQueue: EmbeddingReply[] = [];
  const otherwise =
    options.otherwise ?? (() => ({ mode: "text", text: "Hello from the fake model." }));

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body: unknown = JSON.parse(await text(request));
    const record = recordOf(request, body);
    requests.push(record);
    response.once("close", () => {
      record.outcome = response.writableFinished ? "answered" : "aborted";
    });
    if (record.path === "/v1/chat/completions") {
      const chat = body as ChatRequestBody;
      const reply = chatQueue.shift() ?? otherwise(chat);
      if (reply.mode === "tell-key") tellKey(response, request.headers.authorization);
      else await answerChat(response, chat, reply);
    } else if (record.path === "/v1/embeddings") {
      const reply = embeddingQueue.shift() ?? { mode: "vectors" };
      if (reply.mode === "body") response.end(JSON.stringify(reply.body));
      else if (reply.mode !== "vectors") misbehave(response, reply);
      else answerVectors(response, body as EmbeddingRequestBody, options.dimensions ?? 8);
    } else misbehave(response, { mode: "error", status: 404 });
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(400);
      response.end(String(error));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    scriptChat: (...replies) => void chatQueue.push(...replies),
    scriptEmbeddings: (...replies) => void embeddingQueue.push(...replies),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const answerChat = async (
  response: ServerResponse,
  body: ChatRequestBody,
  reply: Exclude<ChatReply, { mode: "tell-key" }>,
) => {
  const { mode } = reply;
  if (mode === "rate-limited" || mode === "error" || mode === "hang") misbehave(response, reply);
  else if (mode === "flood" || mode === "redirect") await leadAstray(response, reply);
  else if (body.stream === true) await answerAsStream(response, body, reply);
  else if (mode === "garbage" || mode === "cut") misbehave(response, { mode: "garbage" });
  else await answerAtOnce(response, body, reply);
};

const keyHeaders = ["authorization", "api-key", "x-api-key", "cookie"];

const recordOf = (request: IncomingMessage, body: unknown): RecordedRequest => ({
  path: request.url ?? "",
  headers: Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      keyHeaders.includes(name) ? "[redacted]" : String(value),
    ]),
  ),
  hasKey: keyHeaders.some((name) => request.headers[name] !== undefined),
  body,
  outcome: "pending",
});
