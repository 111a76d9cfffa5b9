import { randomBytes } from "node:crypto";
import type { RequestListener, Server } from "node:http";
import { createRequestListener, type FetchHandler } from "@remix-run/node-fetch-server";
import { RouterContextProvider, createRequestHandler, type ServerBuild } from "react-router";
import { publicPage } from "#app/demo-shop/public-page.ts";
import type { Services } from "#engine/runtime/services.ts";
import { traceparentOf } from "#engine/runtime/trace.ts";
import { requestContext, servicesContext } from "../context.ts";
import { localeOf } from "../i18n/locale.ts";
import { isCrossSite } from "./guard.ts";
import { consoleFiles, widgetFiles, type FileHandler } from "./static-files.ts";

const root = new URL("../../", import.meta.url);

/** Answers with the built console and widget. Call it after the build. */
export const makeHttpHandler = async (services: Services): Promise<RequestListener> => {
  const build = (await import(new URL("build/server/index.js", root).href)) as ServerBuild;
  const pages = listener(services, createRequestHandler(build, "production"));
  return chain(
    [
      widgetFiles(new URL("build-widget", root).pathname),
      consoleFiles(new URL("build/client", root).pathname),
    ],
    pages,
  );
};

/** Answers from source, with hot reload over the given server. */
export const makeDevelopmentHandler = async (
  services: Services,
  http: Server,
): Promise<RequestListener> => {
  const { createServer } = await import("vite");
  const vite = await createServer({
    appType: "custom",
    server: { middlewareMode: true, hmr: { server: http, path: "/__hmr" } },
  });
  const load = () =>
    vite.ssrLoadModule("virtual:react-router/server-build") as Promise<ServerBuild>;
  const pages = listener(services, createRequestHandler(load, "development"));
  const sources: FileHandler = (request, response, next) =>
    vite.middlewares(request, response, next);
  return chain([widgetFiles(new URL("build-widget", root).pathname), sources], pages);
};

const chain =
  (files: readonly FileHandler[], pages: RequestListener): RequestListener =>
  (request, response) => {
    const step = (index: number): void => {
      const next = files[index];
      if (next === undefined) pages(request, response);
      else next(request, response, () => step(index + 1));
    };
    step(0);
  };

const listener = (
  services: Services,
  route: (request: Request, context: RouterContextProvider) => Promise<Response>,
): RequestListener => {
  const answer: FetchHandler = async (request, client) => {
    if (isCrossSite(request, services.publicOrigin())) {
      return new Response("This request came from another site and was refused.", { status: 403 });
    }
    const facts = {
      nonce: randomBytes(16).toString("base64"),
      locale: localeOf(request),
      traceparent: traceparentOf(request.headers.get("traceparent")),
      address: client.address,
    };
    const open = publicPage(request, { ...facts, origin: services.publicOrigin() });
    if (open !== undefined) return open;
    const context = new RouterContextProvider();
    context.set(servicesContext, services);
    context.set(requestContext, facts);
    return route(request, context);
  };
  return createRequestListener(answer, { trustProxy: services.config.trustProxy });
};
