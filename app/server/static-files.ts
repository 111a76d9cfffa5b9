import type { IncomingMessage, ServerResponse } from "node:http";
import sirv from "sirv";

/** A handler that answers when the file exists and calls `next` when it does not. */
export type FileHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void;

const forever = "public,max-age=31536000,immutable";
const fiveMinutes = "public,max-age=300,stale-while-revalidate=86400";

/** The console's built files. Names under /assets/ carry a hash, so they are kept for ever. */
export const consoleFiles = (folder: string): FileHandler =>
  sirv(folder, {
    etag: true,
    setHeaders: (response, path) => {
      if (path.startsWith("/assets/")) response.setHeader("cache-control", forever);
    },
  });

/** The widget's built files, readable from every page, also from those that ask for isolation. */
export const widgetFiles = (folder: string): FileHandler =>
  sirv(folder, {
    etag: true,
    setHeaders: (response, path) => {
      response.setHeader("access-control-allow-origin", "*");
      response.setHeader("cross-origin-resource-policy", "cross-origin");
      if (path.endsWith(".js")) {
        response.setHeader("content-type", "text/javascript; charset=utf-8");
      }
      const hashed = path.startsWith("/w/assets/");
      response.setHeader("cache-control", hashed ? forever : fiveMinutes);
    },
  });
