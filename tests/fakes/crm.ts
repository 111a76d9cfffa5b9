import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { listenOnLoopback } from "./listen-on-loopback.ts";

/** What the fake does when it is asked for a record. */
export type CrmReply =
  /** Status 200 and this as JSON, whatever was asked. */
  | { readonly mode: "json"; readonly body: unknown }
  /** Takes the request and never answers. */
  | { readonly mode: "hang" }
  /** A byte now and then, without an end. */
  | { readonly mode: "drip" }
  /** Megabytes of JSON, without an end. */
  | { readonly mode: "flood" }
  /** A page for people, with status 200. */
  | { readonly mode: "html" }
  /** Half a record. */
  | { readonly mode: "broken" }
  | { readonly mode: "redirect"; readonly to: string }
  | { readonly mode: "status"; readonly status: number }
  /** Cuts the connection. */
  | { readonly mode: "cut" };

/** A server with orders and tickets. */
export type FakeCrm = AsyncDisposable & {
  readonly url: string;
  /** What to answer for a path, such as `/orders/1042`; 404 for every other. */
  readonly replies: Map<string, CrmReply>;
  readonly requests: readonly { readonly path: string; readonly authorization: string | null }[];
};

/** Starts it. With a key it refuses requests without that one. */
export const startFakeCrm = async (
  replies: Readonly<Record<string, CrmReply>> = {},
  key: string | null = null,
): Promise<FakeCrm> => {
  const known = new Map(Object.entries(replies));
  const requests: { path: string; authorization: string | null }[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? "";
    const authorization = request.headers.authorization ?? null;
    requests.push({ path, authorization });
    response.on("error", () => {});
    if (key !== null && authorization !== `Bearer ${key}`) {
      response.writeHead(401, json).end('{"error":"who are you?"}');
      return;
    }
    void answer(response, known.get(path) ?? { mode: "status", status: 404 });
  });
  const { url, close } = await listenOnLoopback(server);
  return { url, replies: known, requests, [Symbol.asyncDispose]: close };
};

const json = { "content-type": "application/json; charset=utf-8" };

const answer = async (response: ServerResponse, reply: CrmReply): Promise<void> => {
  switch (reply.mode) {
    case "json":
      response.writeHead(200, json).end(JSON.stringify(reply.body));
      return;
    case "hang":
      return;
    case "drip":
    case "flood":
      response.writeHead(200, json);
      response.write('{"note":"');
      await writeOn(response, reply.mode === "drip" ? ["x", 20] : ["x".repeat(256 * 1024), 1]);
      return;
    case "html":
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Please sign in</h1>");
      return;
    case "broken":
      response.writeHead(200, json).end('{"number":"10');
      return;
    case "redirect":
      response.writeHead(302, { location: reply.to }).end();
      return;
    case "status":
      response.writeHead(reply.status, json).end('{"error":"no"}');
      return;
    case "cut":
      response.destroy();
      return;
  }
};

const writeOn = async (
  response: ServerResponse,
  [piece, pauseMs]: readonly [string, number],
): Promise<void> => {
  while (!response.destroyed) {
    response.write(piece);
    await sleep(pauseMs);
  }
};
