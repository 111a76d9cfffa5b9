import { Layer } from "effect";
import { HttpRouter, HttpServer } from "effect/http";
import { HttpApiBuilder, HttpApiScalar } from "effect/http-api";
import type { ErrorKind } from "#contract/error-kind.ts";
import type { Services } from "#engine/runtime/services.ts";
import { api } from "./api.ts";
import { refusalResponse, statusOf } from "./api-error.ts";
import { authorizationLayer } from "./caller.ts";
import { conversationsHandlers } from "./conversations-handlers.ts";
import { crmHandlers } from "./crm-handlers.ts";
import { decisionsHandlers } from "./decisions-handlers.ts";
import { docsPolicy } from "./docs-policy.ts";
import { embeddingHandlers } from "./embedding-handlers.ts";
import { hoursHandlers } from "./hours-handlers.ts";
import { ratingsHandlers } from "./ratings-handlers.ts";
import { knowledgeHandlers } from "./knowledge-handlers.ts";
import { type LimitedBody, limitBody } from "./limit-body.ts";
import { mailHandlers } from "./mail-handlers.ts";
import { modelsHandlers } from "./models-handlers.ts";
import { replayHandlers } from "./replay-handlers.ts";
import { modesHandlers } from "./modes-handlers.ts";
import { policiesHandlers } from "./policies-handlers.ts";
import { retrievalHandlers } from "./retrieval-handlers.ts";
import { schemaErrorsLayer } from "./schema-errors.ts";
import { undoHandlers } from "./undo-handlers.ts";
import { sitesHandlers } from "./sites-handlers.ts";

/** The API as a function from a request to its response, and a way to end it. */
export type ApiHandler = {
  handle(request: Request): Promise<Response>;
  close(): Promise<void>;
};

/** Paths the API answers. */
export const isApiPath = (path: string): boolean => path === "/api" || path.startsWith("/api/");

const docsPath = "/api/v1/docs";

/** Nothing from elsewhere and nothing to elsewhere: the page works on a machine without the internet. */
const scalar = { withDefaultFonts: false, showDeveloperTools: "never" };

/** Builds the API with its document at /api/v1/openapi.json and the docs page at /api/v1/docs. */
export const makeApiHandler = (services: Services): ApiHandler => {
  const groups = Layer.mergeAll(
    conversationsHandlers(services),
    knowledgeHandlers(services),
    sitesHandlers(services),
    retrievalHandlers(services),
    embeddingHandlers(services),
    policiesHandlers(services),
    modelsHandlers(services),
    modesHandlers(services),
    crmHandlers(services),
    mailHandlers(services),
    hoursHandlers(services),
    ratingsHandlers(services),
    replayHandlers(services),
    decisionsHandlers(services),
    undoHandlers(services),
  );
  const endpoints = HttpApiBuilder.layer(api, { openapiPath: "/api/v1/openapi.json" }).pipe(
    Layer.provide(groups),
    Layer.provide(authorizationLayer(services)),
    Layer.provide(schemaErrorsLayer),
  );
  const docs = HttpApiScalar.layer(api, { path: docsPath, scalar });
  const routes = Layer.mergeAll(endpoints, docs).pipe(Layer.provide(HttpServer.layerServices));
  const { handler, dispose } = HttpRouter.toWebHandler(routes, { disableLogger: true });

  return {
    handle: async (request) => {
      const { pathname } = new URL(request.url);
      const limited = limitBody(request, pathname);
      if (limited.tooLarge()) return tooLarge(limited);
      const response = await handler(limited.request);
      if (limited.tooLarge()) return tooLarge(limited);
      if (pathname === docsPath) return docsPolicy(response);
      return inOurWords(response, request.method, pathname);
    },
    close: dispose,
  };
};

const tooLarge = async (body: LimitedBody) => {
  const response = refusalResponse({
    kind: "too_large",
    message: `The body is larger than ${body.limitBytes / 1024 / 1024} MiB, the most this endpoint takes.`,
  });
  if (!(await body.discard())) response.headers.set("connection", "close");
  return response;
};

/** The router's own refusals have no body, or one of another shape: callers get ours for every one. */
const inOurWords = async (response: Response, method: string, path: string): Promise<Response> => {
  if (response.status < 400) return response;
  const text = await response.text();
  const error = readError(text);
  if (error !== null) {
    const headers = new Headers(response.headers);
    if (error.retryAfterMs !== undefined) {
      headers.set("retry-after", String(Math.ceil(error.retryAfterMs / 1000)));
    }
    return new Response(text, { status: response.status, headers });
  }
  const kind = kindOf(response.status);
  const message = { ...words, not_found: `There is no ${method} ${path}. See ${docsPath}.` }[kind];
  return Response.json({ error: { kind, message } }, { status: statusOf[kind] });
};

const readError = (text: string): { retryAfterMs?: number } | null => {
  try {
    const body = JSON.parse(text) as { error?: { kind?: unknown; retryAfterMs?: number } };
    return typeof body.error?.kind === "string" ? body.error : null;
  } catch {
    return null;
  }
};

const kindOf = (status: number) => {
  if (status === 404 || status === 405) return "not_found";
  if (status < 500) return "invalid";
  return "internal";
};

const words = {
  invalid: "The request cannot be read. Send JSON with content-type: application/json.",
  internal: "Something went wrong on our side. Try again.",
} satisfies Partial<Record<ErrorKind, string>>;
