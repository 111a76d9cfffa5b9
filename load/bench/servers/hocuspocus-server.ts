import { Server } from "@hocuspocus/server";
import { obey } from "./obey.ts";

/*
 * The reference of shared documents: Hocuspocus with its own settings and nothing else. Nobody is asked who they
 * are, changes are not looked into, and nothing is stored.
 */
const server = new Server({ address: "127.0.0.1", port: 0, quiet: true, stopOnSignals: false });

obey(
  {
    open: async (): Promise<{ readonly host: string }> => {
      await server.listen();
      return { host: `127.0.0.1:${server.address.port}` };
    },
  },
  () => server.destroy(),
);
