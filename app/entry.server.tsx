import { PassThrough } from "node:stream";
import { I18nProvider } from "@lingui/react";
import { createReadableStreamFromReadable } from "@react-router/node";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { ServerRouter, type EntryContext, type RouterContextProvider } from "react-router";
import { requestContext, servicesContext } from "./context.ts";
import { makeI18n } from "./i18n/catalogues.ts";
import { NonceContext } from "./ui/nonce.ts";

/** How long deferred data may hold a page open, in milliseconds. */
export const streamTimeout = 5_000;

/** Renders a page as a stream: people see the shell at once, crawlers get the whole. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  entry: EntryContext,
  context: RouterContextProvider,
): Promise<Response> {
  const { nonce, locale } = context.get(requestContext);
  const { log } = context.get(servicesContext);
  const i18n = await makeI18n(locale);
  const ready = isbot(request.headers.get("user-agent")) ? "onAllReady" : "onShellReady";
  return new Promise((resolve, reject) => {
    let answered = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext value={nonce}>
        <I18nProvider i18n={i18n}>
          <ServerRouter context={entry} url={request.url} nonce={nonce} />
        </I18nProvider>
      </NonceContext>,
      {
        nonce,
        [ready]() {
          answered = true;
          const body = new PassThrough();
          headers.set("Content-Type", "text/html; charset=utf-8");
          pipe(body);
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
        },
        onShellError: reject,
        onError(error: unknown) {
          status = 500;
          if (answered) log.error({ err: error }, "page stream failed");
        },
      },
    );
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}
