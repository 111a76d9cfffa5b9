import type { Page } from "@playwright/test";

/** The way from the server to a page, which a test can stop for a while. */
export type HeldFrames = { hold(): void; release(): void };

/**
 * Lets a test delay what the server tells a page, as a slow line does: what the page sends still
 * arrives. Call it before the page connects.
 */
export const holdFrames = async (page: Page): Promise<HeldFrames> => {
  let waiting: (() => void)[] | null = null;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      if (waiting === null) socket.send(frame);
      else waiting.push(() => socket.send(frame));
    });
  });
  return {
    hold: () => {
      waiting = [];
    },
    release: () => {
      const frames = waiting ?? [];
      waiting = null;
      for (const send of frames) send();
    },
  };
};
