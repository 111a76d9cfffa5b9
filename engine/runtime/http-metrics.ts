import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "./metrics.ts";

/** Measures a request from here to the end of its response, by area and class of status. */
export const measureRequest = (
  metrics: Metrics,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  const startedMs = performance.now();
  const area = areaOf(request.url ?? "/");
  response.once("close", () => {
    const status = `${Math.floor(response.statusCode / 100)}xx`;
    metrics.httpRequestSeconds.observe({ area, status }, (performance.now() - startedMs) / 1000);
  });
};

/** A few fixed areas: paths themselves hold ids, and there is no end of them. */
const areaOf = (url: string) => {
  if (url.startsWith("/api/")) return "api";
  if (url.startsWith("/w/")) return "widget";
  if (/^\/(livez|readyz|metrics)\b/.test(url)) return "health";
  return "console";
};
