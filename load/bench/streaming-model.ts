import { once } from "node:events";
import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A model server as the product knows it: OpenAI's chat API, streaming. `await using` ends it. */
export type StreamingModel = AsyncDisposable & {
  readonly url: string;
  /** When it wrote the first word of its answer to a question, by the number of question marks it ends with. */
  readonly firstWordAt: ReadonlyMap<number, number>;
  /** What it answers, and its pause before each word. */
  say(text: string, paceMs: number): void;
};

/** Starts it on a free port. It stops writing when it is hung up on. */
export const startStreamingModel = async (): Promise<StreamingModel> => {
  const firstWordAt = new Map<number, number>();
  let answer: readonly string[] = [];
  let pause = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const asked = numberIn(await bodyOf(request));
      const [words, paceMs] = [answer, pause];
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const content of words) {
        await new Promise((resolve) => void setTimeout(resolve, paceMs));
        if (response.destroyed) return;
        if (asked !== null && !firstWordAt.has(asked)) firstWordAt.set(asked, performance.now());
        response.write(chunk({ content }, null));
      }
      response.end(`${chunk({}, "stop")}data: [DONE]\n\n`);
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    firstWordAt,
    say: (text, paceMs) => {
      answer = text.split(/(?<=\s)/);
      pause = paceMs;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

const chunk = (delta: object, finish: string | null): string =>
  `data: ${JSON.stringify({
    id: "bench",
    object: "chat.completion.chunk",
    created: 0,
    model: "bench",
    choices: [{ index: 0, delta, finish_reason: finish }],
  })}\n\n`;

/** Questions of the bench are told apart by how many marks they end with. */
const numberIn = (body: string): number | null =>
  [...body.matchAll(/return something(\?+)/g)].at(-1)?.[1]?.length ?? null;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = "";
  request.setEncoding("utf8");
  for await (const part of request) body += String(part);
  return body;
};
