import type { Server } from "node:http";

/** Requests in hand get this long; what idles is closed at once. */
const patienceMs = 10_000;

/** Takes no more connections and resolves when the last request is answered, or patience is over. */
export const closeHttp = async (http: Server): Promise<void> => {
  const closed = new Promise<void>((resolve) => {
    http.close(() => resolve());
  });
  http.closeIdleConnections();
  const impatient = setTimeout(() => http.closeAllConnections(), patienceMs);
  await closed;
  clearTimeout(impatient);
};
