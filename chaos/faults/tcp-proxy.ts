import { type Server, type Socket, connect, createServer } from "node:net";
import { type Direction, type Toxic, Toxics } from "./toxic.ts";
import { carry, endWhenDue } from "./toxic-stream.ts";

/** A proxy on the loopback that can be a bad network. */
export type TcpProxy = AsyncDisposable & {
  readonly port: number;
  /** How many connections there are now. */
  readonly connections: number;
  /** Switches a toxic on, for open connections too. What it answers switches it off. */
  add(toxic: Toxic, direction: Direction): () => void;
  /** Nothing gets through either way, and nobody is told: packets are dropped. */
  hold(): void;
  /** Connections are reset, and new ones too: nobody is there. */
  cut(): void;
  /** All toxics off, connections taken again. */
  heal(): void;
};

/** What a proxy may be told beside where it leads. */
export type TcpProxyOptions = {
  /** For jitter; a seeded one repeats. Default `Math.random`. */
  readonly random?: () => number;
};

/** Opens a proxy on a free port that leads to a port of the loopback. */
export const openTcpProxy = async (
  target: number,
  { random = Math.random }: TcpProxyOptions = {},
): Promise<TcpProxy> => {
  const toxics = new Toxics();
  const fronts = new Set<Socket>();
  let isCut = false;

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (front) => {
    if (isCut) {
      front.resetAndDestroy();
      return;
    }
    const back = connect({ port: target, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    fronts.add(front);
    const gone = Promise.all([closed(front), closed(back)]).then(() => undefined);
    void closed(front).then(() => fronts.delete(front));
    const ways = [
      { source: front, sink: back, direction: "upstream" },
      { source: back, sink: front, direction: "downstream" },
    ] as const;
    for (const way of ways) {
      void carry({ ...way, toxics, random });
      void endWhenDue({ ...way, toxics, random }, gone);
    }
  });
  const port = await listen(server);
  const heal = () => {
    isCut = false;
    toxics.clear();
  };
  const cut = () => {
    isCut = true;
    for (const front of fronts) front.resetAndDestroy();
  };
  return {
    port,
    get connections() {
      return fronts.size;
    },
    add: (toxic, direction) => toxics.add(toxic, direction),
    hold: () => {
      for (const direction of ["upstream", "downstream"] as const)
        toxics.add({ type: "timeout", timeoutMs: 0 }, direction);
    },
    cut,
    heal,
    [Symbol.asyncDispose]: async () => {
      heal();
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Resolves when a socket is gone. How it went is carried on by the stream that reads it. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.on("error", () => undefined);
    socket.once("close", () => resolve());
  });

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port");
  return address.port;
};
