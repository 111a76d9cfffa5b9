import { once } from "node:events";
import { type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";

/** How a model's server can behave; `well` is the only good way. */
export const modelFaults = [
  "refuses connections",
  "says 500",
  "says 429 for a minute",
  "says nothing for half a minute",
  "stops in the middle",
  "drips letters",
  "sends garbage",
  "breaks off within its JSON",
  "never ends",
  "sends megabytes without an end of line",
  "answers with nothing",
  "calls a tool that does not exist",
  "knows no key",
] as const;
export type ModelBehaviour = (typeof modelFaults)[number] | "well";

/** Words that no passage has: none of them may reach a visitor as an answer. */
export const lie = "The moon pays refunds on Sundays";

/** A chat server in OpenAI's dialect that behaves as it is told, until it is told otherwise. */
export type BadModel = AsyncDisposable & {
  /** Ends in `/v1`. */
  readonly url: string;
  behaviour: ModelBehaviour;
  /** Requests so far. */
  readonly requests: number;
};

/** Starts one. Well behaved it writes `answer`, a word every `pauseMs`. */
export const openBadModel = async (answer: string, pauseMs = 20): Promise<BadModel> => {
  const state = { behaviour: "well" as ModelBehaviour, requests: 0 };
  const server = createServer((request, response) => {
    void text(request).then(() => {
      state.requests += 1;
      return behave(response, state.behaviour, { answer, pauseMs });
    });
  });
  server.on("connection", (socket) => {
    if (state.behaviour === "refuses connections") socket.resetAndDestroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    get behaviour() {
      return state.behaviour;
    },
    set behaviour(next) {
      state.behaviour = next;
      // A connection that is kept would not meet what happens to new ones.
      server.closeIdleConnections();
    },
    get requests() {
      return state.requests;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

type Good = { readonly answer: string; readonly pauseMs: number };

const behave = async (response: ServerResponse, behaviour: ModelBehaviour, good: Good) => {
  switch (behaviour) {
    case "well":
      return stream(response, good.answer, good.pauseMs);
    case "refuses connections":
      return void response.destroy();
    case "says 500":
      return void response.writeHead(500).end('{"error": {"message": "overloaded"}}');
    case "says 429 for a minute":
      return void response.writeHead(429, { "retry-after": "60" }).end("{}");
    case "knows no key":
      return void response.writeHead(401).end('{"error": {"message": "no such key"}}');
    case "says nothing for half a minute":
      await wait(30_000);
      return response.destroyed ? undefined : stream(response, good.answer, good.pauseMs);
    case "stops in the middle":
      return begin(response, `${lie} [1]. And`);
    case "drips letters":
      return stream(response, Array.from(lie).join(" "), 1_500);
    case "sends garbage":
      head(response);
      return void response.end('data: {"choices": [{"delta": {"conte\n\n<html>');
    case "breaks off within its JSON":
      begin(response, `${lie} [1]. And`);
      response.write('data: {"choices": [{"delta": {"con');
      await wait(20);
      return void response.destroy();
    case "never ends":
      return forever(response, chunk({ content: `${lie} ` }));
    case "sends megabytes without an end of line":
      return forever(response, "x".repeat(65_536));
    case "answers with nothing":
      return stream(response, "", 0);
    case "calls a tool that does not exist":
      head(response);
      response.write(
        chunk({
          tool_calls: [
            { index: 0, id: "c", type: "function", function: { name: "wipe", arguments: '{"a' } },
          ],
        }),
      );
      return finish(response, "tool_calls");
  }
};

const head = (response: ServerResponse) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
};

const begin = (response: ServerResponse, words: string) => {
  head(response);
  for (const word of words.split(/(?<= )/)) response.write(chunk({ content: word }));
};

const stream = async (response: ServerResponse, words: string, pauseMs: number) => {
  head(response);
  for (const word of words.split(/(?<= )/)) {
    if (response.destroyed) return;
    response.write(chunk({ content: word }));
    await wait(pauseMs);
  }
  finish(response, "stop");
};

const forever = async (response: ServerResponse, piece: string) => {
  head(response);
  while (!response.destroyed) {
    if (!response.write(piece)) await Promise.race([once(response, "drain"), wait(1_000)]);
    await wait(1);
  }
};

const finish = (response: ServerResponse, reason: string) => {
  const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
  response.write(chunk({}, reason, usage));
  response.end("data: [DONE]\n\n");
};

const chunk = (delta: object, finishReason: string | null = null, usage?: object) =>
  `data: ${JSON.stringify({
    id: "drill",
    object: "chat.completion.chunk",
    created: 1,
    model: "m",
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    ...(usage === undefined ? {} : { usage }),
  })}\n\n`;
