import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** What a rerank server is asked. */
export type RerankBody = { readonly query: string; readonly documents: readonly string[] };

/** A rerank server under the test's control. */
export type FakeRerank = AsyncDisposable & {
  /** Base URL, ending in `/v1`. */
  readonly url: string;
  /** Every request so far, oldest first, with whether a key came with it. */
  readonly asked: readonly (RerankBody & { readonly hasKey: boolean })[];
};

/** Starts a server with `/v1/rerank` that answers what it is told; with null, never. */
export const startFakeRerank = async (
  answer: (body: RerankBody) => unknown,
): Promise<FakeRerank> => {
  const asked: (RerankBody & { hasKey: boolean })[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const hasKey = request.headers.authorization !== undefined;
      asked.push({ ...(body as RerankBody), hasKey });
      const reply = request.url === "/v1/rerank" ? answer(body as RerankBody) : {};
      if (reply !== null) response.end(JSON.stringify(reply));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** The usual answer: the longer a text, the better. */
export const longestFirst = ({ documents }: RerankBody) => ({
  results: documents.map((text, index) => ({ index, relevance_score: text.length })),
});
