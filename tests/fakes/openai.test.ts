import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { expect, test, vi } from "vitest";
import { startFakeOpenAI } from "./openai.ts";
import type { FakeOpenAI } from "./openai.ts";

const question = { model: "fake", messages: [{ role: "user", content: "Where is my parcel?" }] };

const post = (openai: FakeOpenAI, path: string, body: object, signal?: AbortSignal) =>
  fetch(`${openai.url}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer sk-secret" },
    body: JSON.stringify(body),
    signal,
  });
const chat = (openai: FakeOpenAI, more: object = {}, signal?: AbortSignal) =>
  post(openai, "chat/completions", { ...question, ...more }, signal);

test("answers in order of the script, and then otherwise", async () => {
  await using openai = await startFakeOpenAI({
    otherwise: ({ messages }) => ({
      mode: "text",
      text: `You asked: ${String(messages[0]?.content)}`,
    }),
  });
  openai.scriptChat({ mode: "text", text: "First." });
  const answers = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const { choices } = (await (await chat(openai)).json()) as {
      choices: { message: { content: string } }[];
    };
    answers.push(choices[0]?.message.content);
  }
  expect(answers).toEqual(["First.", "You asked: Where is my parcel?"]);
  expect(openai.requests.map(({ outcome }) => outcome)).toEqual(["answered", "answered"]);
});

test("records requests without their key", async () => {
  await using openai = await startFakeOpenAI();
  await (await chat(openai)).text();
  expect(openai.requests[0]).toMatchObject({
    path: "/v1/chat/completions",
    hasKey: true,
    headers: { authorization: "[redacted]" },
    body: question,
  });
  expect(JSON.stringify(openai.requests)).not.toContain("sk-secret");
});

test("a real client reads its streams: text, usage and tool calls", async () => {
  await using openai = await startFakeOpenAI();
  openai.scriptChat(
    { mode: "text", text: "It arrives on Monday.", pauseMs: 2 },
    { mode: "tool-call", name: "find_order", argumentsJson: '{"id":42}' },
  );
  const provider = createOpenAICompatible({
    name: "fake",
    baseURL: openai.url,
    includeUsage: true,
  });
  const parts = async () => {
    const { stream } = await provider.chatModel("fake").doStream({
      prompt: [{ role: "user", content: [{ type: "text", text: "Where is my parcel?" }] }],
    });
    const all = [];
    for await (const part of stream) all.push(part);
    return all;
  };
  const answer = await parts();
  const text = answer.filter((part) => part.type === "text-delta").map((part) => part.delta);
  expect(text.length).toBeGreaterThan(2);
  expect(text.join("")).toBe("It arrives on Monday.");
  expect(answer.at(-1)).toMatchObject({ type: "finish", usage: { outputTokens: { total: 4 } } });
  expect(await parts()).toContainEqual(
    expect.objectContaining({ type: "tool-call", toolName: "find_order", input: '{"id":42}' }),
  );
});

test("limits, fails and answers garbage", async () => {
  await using openai = await startFakeOpenAI();
  openai.scriptChat(
    { mode: "rate-limited", retryAfterSeconds: 7 },
    { mode: "error", status: 500 },
    { mode: "garbage" },
    { mode: "garbage" },
  );
  const limited = await chat(openai);
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "7"]);
  expect((await chat(openai)).status).toBe(500);
  await expect((await chat(openai)).json()).rejects.toThrow(SyntaxError);
  const stream = await (await chat(openai, { stream: true })).text();
  const last = stream.trim().split("data: ").at(-1) ?? "";
  expect(() => JSON.parse(last)).toThrow(SyntaxError);
  expect((await post(openai, "models", {})).status).toBe(404);
});

test("hangs, stalls and never ends until the client gives up, and notices that it did", async () => {
  await using openai = await startFakeOpenAI();
  openai.scriptChat({ mode: "hang" }, { mode: "stall", text: "One moment" }, { mode: "endless" });

  const hang = AbortSignal.timeout(300);
  await expect(chat(openai, { stream: true }, hang)).rejects.toThrow("timeout");

  const stall = new AbortController();
  const stalled = await readAtLeast(await chat(openai, { stream: true }, stall.signal), "moment");
  expect(stalled).not.toContain("[DONE]");
  stall.abort();

  const endless = new AbortController();
  const words = await chat(openai, { stream: true }, endless.signal);
  expect((await readAtLeast(words, "word ")).length).toBeGreaterThan(0);
  endless.abort();

  await vi.waitFor(() =>
    expect(openai.requests.map(({ outcome }) => outcome)).toEqual([
      "aborted",
      "aborted",
      "aborted",
    ]),
  );
});

test("embeds equal texts equally, and fails when told to", async () => {
  await using openai = await startFakeOpenAI({ dimensions: 16 });
  openai.scriptEmbeddings({ mode: "rate-limited", retryAfterSeconds: 1 });
  const input = ["parcel", "refund", "parcel"];
  expect((await post(openai, "embeddings", { model: "e", input })).status).toBe(429);
  const { data } = (await (await post(openai, "embeddings", { model: "e", input })).json()) as {
    data: { embedding: number[] }[];
  };
  const [first, second, third] = data.map(({ embedding }) => embedding);
  expect(first).toHaveLength(16);
  expect(Math.hypot(...(first ?? []))).toBeCloseTo(1);
  expect(third).toEqual(first);
  expect(second).not.toEqual(first);
});

/** Reads a response until it contains a text. The test's own time limit bounds it. */
const readAtLeast = async (response: Response, wanted: string) => {
  const decoder = new TextDecoder();
  let read = "";
  if (response.body === null) throw new Error("The response has no body.");
  for await (const bytes of response.body) {
    read += decoder.decode(bytes, { stream: true });
    if (read.includes(wanted)) break;
  }
  return read;
};
