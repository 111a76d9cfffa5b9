import { WebSocket } from "ws";
import type { Door, Key, Request } from "../bench/servers/door.ts";

/** A connection that costs its own process as little as possible: it speaks just enough of Socket.IO. */
export type WireClient = {
  /** Asks and waits for the answer; throws when it is refused. */
  ask(request: Request): Promise<object>;
  /** Events of `events.appended` that have come. */
  readonly events: () => number;
  /** Messages of other names that have come. */
  readonly others: () => number;
  close(): void;
};

/** Comes in by a door; resolves when the first request of its key is granted. */
export const openWireClient = async (door: Door, key: Key): Promise<WireClient> => {
  const client =
    door.namespace === null
      ? await openBare(door, key)
      : await openSocketIo(door, door.namespace, key);
  if (key.first !== null) await client.ask(key.first);
  return client;
};

const openBare = async ({ host }: Door, { headers }: Key): Promise<WireClient> => {
  const socket = new WebSocket(`ws://${host}`, { headers, perMessageDeflate: false });
  let events = 0;
  const echoes: (() => void)[] = [];
  socket.on("message", (data: Buffer) => {
    if (data.indexOf("events.appended") === -1) echoes.shift()?.();
    else events += eventsIn(data);
  });
  await opened(socket);
  return {
    ask: ({ name, body }) =>
      new Promise((resolve) => {
        echoes.push(() => resolve({}));
        socket.send(JSON.stringify([name, body]));
      }),
    events: () => events,
    others: () => 0,
    close: () => socket.terminate(),
  };
};

const openSocketIo = async (
  { host }: Door,
  namespace: string,
  { headers, auth }: Key,
): Promise<WireClient> => {
  const url = `ws://${host}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  let events = 0;
  let others = 0;
  let requests = 0;
  const entered = Promise.withResolvers<void>();
  const answers = new Map<string, (answer: Answer) => void>();
  const handle = (data: Buffer) => {
    if (data[0] === engine.ping) return socket.send("3");
    if (data[0] === engine.open) return socket.send(`40${namespace},${JSON.stringify(auth)}`);
    if (data[1] === packet.event) {
      if (data.indexOf("events.appended") === -1) others += 1;
      else events += eventsIn(data);
      return undefined;
    }
    const text = data.toString();
    const body = text.slice(text.indexOf(",") + 1);
    if (data[1] === packet.connected) return entered.resolve();
    if (data[1] === packet.refused) return entered.reject(new Error(`refused: ${body}`));
    if (data[1] !== packet.ack) return undefined;
    const id = body.slice(0, body.indexOf("["));
    const [answer] = JSON.parse(body.slice(id.length)) as [Answer];
    answers.get(id)?.(answer);
    answers.delete(id);
    return undefined;
  };
  socket.on("message", handle);
  socket.on("close", () => entered.reject(new Error("The server closed the connection")));
  await opened(socket);
  await entered.promise;
  return {
    ask: ({ name, body }) =>
      new Promise((resolve, reject) => {
        const id = String((requests += 1));
        answers.set(id, (answer) => {
          if (answer.ok) resolve(answer);
          else reject(new Error(`${name} was refused: ${JSON.stringify(answer.error)}`));
        });
        socket.send(`42${namespace},${id}${JSON.stringify([name, body])}`);
      }),
    events: () => events,
    others: () => others,
    close: () => socket.terminate(),
  };
};

type Answer = { readonly ok: boolean; readonly error?: unknown };

const opened = (socket: WebSocket) =>
  new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });

/** The first character of a packet of Engine.IO. */
const engine = { open: 0x30, ping: 0x32 } as const;
/** The second, in a message: the packet of Socket.IO. */
const packet = { connected: 0x30, event: 0x32, ack: 0x33, refused: 0x34 } as const;

/** Every event names its seq once, and no words of the sample do. */
const eventsIn = (data: Buffer): number => {
  let count = 0;
  for (let at = data.indexOf(seqName); at !== -1; at = data.indexOf(seqName, at + 1)) count += 1;
  return count;
};

const seqName = Buffer.from('"seq":');
