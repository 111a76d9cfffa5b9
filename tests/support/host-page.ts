import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A page on a server of its own. `url` ends with a slash. `await using` closes the server. */
export type HostPage = AsyncDisposable & { readonly url: string };

/**
 * Serves `html` at every path of another origin, as the website that embeds the widget, or as a
 * hostile page. It has a real port because Chromium keeps pages of made-up host names away from
 * 127.0.0.1.
 */
export const startHostPage = async (
  html: string,
  headers: Record<string, string> = {},
): Promise<HostPage> => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(html);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
