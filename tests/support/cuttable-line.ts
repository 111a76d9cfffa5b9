import type { Page, WebSocketRoute } from "@playwright/test";

/** The page's way to the server, which can be cut and mended: a browser that is offline keeps its websockets. */
export const cuttableLine = async (page: Page) => {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/socket\.io/, async (socket) => {
    if (isCut) {
      await socket.close();
      return;
    }
    open.add(socket);
    socket.connectToServer();
  });
  return {
    cut: async () => {
      isCut = true;
      for (const socket of open) await socket.close();
      open.clear();
    },
    mend: () => void (isCut = false),
  };
};
