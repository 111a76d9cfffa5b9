import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type {
  ChatReply,
  ChatRequestBody,
  EmbeddingRequestBody,
  Misbehaviour,
} from "./openai-reply.ts";

/** Fails in the way that was asked for. A hang leaves the response open. */
export const misbehave = (response: ServerResponse, reply: Misbehaviour): void => {
  if (reply.mode === "hang") return;
  if (reply.mode === "garbage") {
    response.writeHead(200, json).end('{"id": "fake", "choices": [{');
    return;
  }
  const isLimit = reply.mode === "rate-limited";
  const status = isLimit ? 429 : reply.status;
  const headers = isLimit ? { ...json, "retry-after": String(reply.retryAfterSeconds) } : json;
  const error = { message: `scripted ${status}`, type: isLimit ? "rate_limit" : "scripted" };
  response.writeHead(status, headers).end(JSON.stringify({ error }));
};

/** Answers a chat request in one JSON body. A stall or an endless answer never completes it. */
export const answerAtOnce = async (
  response: ServerResponse,
  body: ChatRequestBody,
  reply: Exclude<ChatReply, Misbehaviour | { mode: "flood" | "redirect" | "cut" | "tell-key" }>,
): Promise<void> => {
  response.writeHead(200, json);
  if (reply.mode === "stall" || reply.mode === "endless") {
    response.write('{"id": "fake", "choices": [{"message": {"content": "');
    if (reply.mode === "endless") await writeForever(response, "word ", reply.pauseMs);
    return;
  }
  if (reply.mode === "text" && reply.pauseMs !== undefined) await sleep(reply.pauseMs);
  const message =
    reply.mode === "text"
      ? { role: "assistant", content: reply.text }
      : { role: "assistant", content: null, tool_calls: [toolCall(reply)] };
  const choice = { index: 0, finish_reason: finishReason(reply), message };
  response.end(
    JSON.stringify({
      ...envelope(body, "chat.completion"),
      choices: [choice],
      usage: usage(reply),
    }),
  );
};

/** Answers a chat request as server-sent events, a word or a piece of arguments at a time. */
export const answerAsStream = async (
  response: ServerResponse,
  body: ChatRequestBody,
  reply: ChatReply & { mode: "text" | "tool-call" | "stall" | "endless" | "garbage" | "cut" },
): Promise<void> => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  const chunk = (delta: object, finish: string | null = null) =>
    event({
      ...envelope(body, "chat.completion.chunk"),
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
  response.write(chunk({ role: "assistant", content: "" }));
  if (reply.mode === "garbage") {
    response.end('data: {"choices": [{"delta": {"conte\n\n');
    return;
  }
  if (reply.mode === "endless") {
    await writeForever(response, chunk({ content: "word " }), reply.pauseMs);
    return;
  }
  const deltas =
    reply.mode === "tool-call"
      ? toolCallDeltas(reply)
      : wordsOf(reply.text).map((content) => ({ content }));
  for (const delta of deltas) {
    if (reply.mode === "text" && reply.pauseMs !== undefined) await sleep(reply.pauseMs);
    if (response.destroyed) return;
    response.write(chunk(delta));
  }
  if (reply.mode === "stall") return;
  if (reply.mode === "cut") {
    response.write('data: {"choices": [{"delta": {"conte', () => response.destroy());
    return;
  }
  response.write(chunk({}, finishReason(reply)));
  if (body.stream_options?.include_usage === true)
    response.write(
      event({ ...envelope(body, "chat.completion.chunk"), choices: [], usage: usage(reply) }),
    );
  response.end("data: [DONE]\n\n");
};

/** Refuses a key and repeats it, as some servers do. */
export const tellKey = (response: ServerResponse, authorization = "none"): void => {
  const error = { message: `Incorrect API key provided: ${authorization}`, type: "auth" };
  response.writeHead(401, json).end(JSON.stringify({ error }));
};

/** Sends what is no answer at all, in great amounts or from elsewhere. */
export const leadAstray = async (
  response: ServerResponse,
  { mode }: { mode: "flood" | "redirect" },
): Promise<void> => {
  if (mode === "redirect") {
    response.writeHead(302, { location: "/v1/elsewhere" }).end();
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  await writeForever(response, "x".repeat(64 * 1024), 0);
};

/** Answers an embedding request with unit vectors. Equal texts get equal vectors. */
export const answerVectors = (
  response: ServerResponse,
  body: EmbeddingRequestBody,
  dimensions: number,
): void => {
  const texts = typeof body.input === "string" ? [body.input] : body.input;
  const data = texts.map((text, index) => ({
    object: "embedding",
    index,
    embedding: vectorOf(text, body.dimensions ?? dimensions),
  }));
  const promptTokens = texts.reduce((sum, text) => sum + wordsOf(text).length, 0);
  const used = { prompt_tokens: promptTokens, total_tokens: promptTokens };
  response
    .writeHead(200, json)
    .end(JSON.stringify({ object: "list", model: body.model, data, usage: used }));
};

const json = { "content-type": "application/json" };

const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;

const envelope = ({ model }: ChatRequestBody, object: string) => ({
  id: "fake",
  object,
  created: 1_700_000_000,
  model,
});

type Answer = { mode: "text" | "stall"; text: string } | (ChatReply & { mode: "tool-call" });

const finishReason = ({ mode }: Answer) => (mode === "tool-call" ? "tool_calls" : "stop");

/** Counts words as tokens: made up, but the same every time. */
const usage = (reply: Answer) => {
  const answer = reply.mode === "tool-call" ? reply.argumentsJson : reply.text;
  const completion = wordsOf(answer).length;
  return { prompt_tokens: 11, completion_tokens: completion, total_tokens: 11 + completion };
};

const toolCall = ({ name, argumentsJson }: ChatReply & { mode: "tool-call" }) => ({
  id: `call_${randomUUID().slice(0, 8)}`,
  type: "function",
  function: { name, arguments: argumentsJson },
});

const toolCallDeltas = (reply: ChatReply & { mode: "tool-call" }) => {
  const middle = Math.ceil(reply.argumentsJson.length / 2);
  const start = toolCall({ ...reply, argumentsJson: "" });
  return [
    { tool_calls: [{ index: 0, ...start }] },
    ...[reply.argumentsJson.slice(0, middle), reply.argumentsJson.slice(middle)].map((part) => ({
      tool_calls: [{ index: 0, function: { arguments: part } }],
    })),
  ];
};

const wordsOf = (text: string) => text.split(/(?<= )/);

const writeForever = async (response: ServerResponse, text: string, pauseMs = 1) => {
  const { promise: hungUp, resolve } = Promise.withResolvers<void>();
  response.once("close", resolve);
  while (!response.destroyed) {
    if (!response.write(text)) {
      const drained = new AbortController();
      const drain = once(response, "drain", { signal: drained.signal }).catch(() => null);
      await Promise.race([drain, hungUp]);
      drained.abort();
    }
    await sleep(pauseMs);
  }
};

/** Spreads the text's characters over the dimensions and scales the result to length 1. */
const vectorOf = (text: string, dimensions: number) => {
  const vector = Array.from({ length: dimensions }, () => 0);
  for (let index = 0; index < text.length; index += 1) {
    const place = (text.charCodeAt(index) * 31 + index) % dimensions;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
};
