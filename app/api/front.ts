import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createRequestListener } from "@remix-run/node-fetch-server";
import { measureRequest } from "#engine/runtime/http-metrics.ts";
import { setSecurityHeaders } from "#engine/runtime/security-headers.ts";
import type { Config } from "#engine/runtime/config.ts";
import type { Metrics } from "#engine/runtime/metrics.ts";
import { type ApiHandler, isApiPath } from "./api-handler.ts";
import { refusalResponse } from "./api-error.ts";
import { pageBodyRefusal } from "./page-body-limit.ts";

/** What answers behind the front, once it is there. */
export type Routes = {
  readonly api: ApiHandler | null;
  readonly pages: RequestListener | null;
};

/** The first to see every request of the process. */
export type Front = {
  readonly listener: RequestListener;
  /** From now on these answer; before, everything but health is 503. */
  open(routes: Routes): void;
  readonly isOpen: boolean;
};

/** Health first, then the API, then the console, the widget's files and the public pages. */
export const makeFront = (
  { config, metrics }: { readonly config: Config; readonly metrics: Metrics },
  health: (request: IncomingMessage, response: ServerResponse) => boolean,
): Front => {
  let routes: Routes | undefined;
  const apiListener = createRequestListener(
    (request) => routes?.api?.handle(request) ?? refusalResponse(notServed),
    { trustProxy: config.trustProxy },
  );
  return {
    listener: (request, response) => {
      setSecurityHeaders(response, config.publicUrl);
      measureRequest(metrics, request, response);
      if (health(request, response)) return;
      const path = (request.url ?? "/").split("?")[0] ?? "/";
      if (routes === undefined) return refuse(response, 503, words.starting);
      if (isApiPath(path) && routes.api !== null) return apiListener(request, response);
      if (routes.pages === null) return refuse(response, 404, words.noPages);
      const refusal = pageBodyRefusal(request, path);
      if (refusal !== null) return refuse(response, refusal, words[refusal]);
      routes.pages(request, response);
    },
    open: (opened) => {
      routes = opened;
    },
    get isOpen() {
      return routes !== undefined;
    },
  };
};

const words = {
  starting: "Xin is starting. Try again in a moment.",
  noPages: "This node serves no pages: its XIN_ROLE leaves them to others.",
  411: "Say how long the body is, in Content-Length.",
  415: "Send a form: application/x-www-form-urlencoded or multipart/form-data; a document as application/octet-stream.",
  413: "The body is too large: at most 1 MiB, 20 MiB for a document and 50 MiB for a zip file.",
};

const notServed = { kind: "not_found", message: "This node does not serve the API." } as const;

const refuse = (response: ServerResponse, status: number, text: string) => {
  const retry = status === 503 ? { "retry-after": "2" } : {};
  // Nobody reads the rest of a body that was refused.
  const close = status >= 411 && status <= 415 ? { connection: "close" } : {};
  const headers = { "content-type": "text/plain; charset=utf-8", ...retry, ...close };
  response.writeHead(status, headers).end(`${text}\n`);
};
