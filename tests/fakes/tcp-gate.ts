import { type Server, type Socket, connect, createServer } from "node:net";

/** A TCP relay in front of a server, which a test can shut, freeze and open again. */
export type TcpGate = {
  readonly url: string;
  /** Connections are reset, new ones refused: the server was killed. */
  cut(): void;
  /** Connections stay and carry nothing until the gate opens: the network or the server hangs. */
  freeze(): void;
  open(): void;
  close(): Promise<void>;
};

/** Opens a gate before the server of `target`, on a free port of the loopback. */
export const openTcpGate = async (target: string): Promise<TcpGate> => {
  const behind = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: "open" | "cut" | "frozen" = "open";

  const server = createServer((front) => {
    if (state === "cut") {
      front.resetAndDestroy();
      return;
    }
    const back = connect(Number(behind.port || 6379), behind.hostname);
    const pair = [front, back] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      front.destroy();
      back.destroy();
    };
    for (const side of pair) side.on("error", end).on("close", end);
    if (state === "open") front.pipe(back).pipe(front);
  });
  const port = await listen(server);
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String(port);

  const dropAll = () => {
    for (const [front] of pairs) front.resetAndDestroy();
  };

  return {
    url: url.href,
    cut: () => {
      state = "cut";
      dropAll();
    },
    freeze: () => {
      state = "frozen";
      for (const pair of pairs) hold(pair);
    },
    open: () => {
      state = "open";
      for (const [front, back] of pairs) {
        front.pipe(back);
        back.pipe(front);
      }
    },
    close: async () => {
      dropAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const hold = ([front, back]: readonly [Socket, Socket]) => {
  for (const side of [front, back]) side.unpipe().pause();
};

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gate has no port");
  return address.port;
};
