import type { Socket } from "node:net";
import type { Backend } from "./backend.ts";
import { ClientConnection } from "./client-connection.ts";
import { listenCommand, unlistenCommand } from "./listening.ts";
import {
  closeStatement,
  errorResponse,
  fromClient,
  greeting,
  readyForQuery,
  simpleQuery,
  sync,
  type TransactionStatus,
  type WireError,
} from "./protocol.ts";
import { refusal } from "./refusals.ts";

/** Settings of the hub. */
export type HubOptions = {
  /** Roles a client may name; the superuser is none of them. */
  readonly roles: readonly string[];
  /** How long a connection may hold the backend without saying anything. */
  readonly idleInTransactionMs: number;
  /** The backend failed in a way it cannot recover from: the process has to end. */
  readonly onFatal: (error: unknown) => void;
};

/**
 * Shares the one backend between connections. A connection owns it from its first message until the
 * backend says that it is idle again; the others wait in the order in which they asked.
 */
export class Hub {
  readonly #backend: Backend;
  readonly #options: HubOptions;
  readonly #connections = new Set<ClientConnection>();
  readonly #waiting = new Set<ClientConnection>();
  readonly #chores: (() => Promise<void>)[] = [];
  #owner: ClientConnection | null = null;
  #status: TransactionStatus = "I";
  /** The backend has had messages since it last said ReadyForQuery. */
  #midQuery = false;
  #sessionUser: string | null = null;
  #running = false;
  #lastId = 0;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(backend: Backend, options: HubOptions) {
    this.#backend = backend;
    this.#options = options;
  }

  /** Takes a new client in. */
  accept(socket: Socket): void {
    const client = new ClientConnection(++this.#lastId, socket, {
      started: (started) => this.#start(started),
      ready: (asking) => {
        if (asking !== this.#owner) this.#waiting.add(asking);
        this.#wake();
      },
      closed: (closed) => this.#closed(closed),
    });
    this.#connections.add(client);
  }

  /** Passes a notification to everybody who listens on its channel. */
  notify(channel: string, bytes: Buffer): void {
    for (const client of this.#listeners(channel)) client.send(bytes);
  }

  /** Runs something of our own, as the superuser, when no connection owns the backend. */
  chore<T>(run: (backend: Backend) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#chores.push(async () => {
        await this.#become("postgres");
        await run(this.#backend).then(resolve, reject);
      });
      this.#wake();
    });
  }

  /** Closes every connection. */
  closeAll(): void {
    for (const client of this.#connections) {
      client.refuse({ code: "57P01", message: "The embedded engine is stopping" });
    }
  }

  #start(client: ClientConnection): void {
    if (this.#options.roles.includes(client.user)) client.send(greeting(client));
    else client.refuse({ code: "28000", message: `role "${client.user}" does not exist here` });
  }

  #closed(client: ClientConnection): void {
    this.#connections.delete(client);
    this.#waiting.delete(client);
    if (client === this.#owner) this.#wake();
    else if (client.hasState) this.chore(() => this.#forget(client)).catch(this.#options.onFatal);
  }

  #wake(): void {
    if (this.#running) return;
    this.#running = true;
    clearTimeout(this.#idleTimer);
    this.#loop()
      .catch(this.#options.onFatal)
      .finally(() => {
        this.#running = false;
        if (this.#hasWork()) this.#wake();
      });
  }

  #hasWork(): boolean {
    if (this.#owner) return this.#owner.closed || this.#owner.hasMessages;
    return this.#chores.length > 0 || this.#waiting.size > 0;
  }

  /** Runs until nobody who could go on has anything to run. */
  async #loop(): Promise<void> {
    while (this.#hasWork()) {
      const owner = this.#owner;
      if (owner === null) await this.#next();
      else if (owner.closed) await this.#release(owner);
      else await this.#turn(owner, owner.takeTurn());
    }
    const owner = this.#owner;
    if (owner === null) return;
    this.#idleTimer = setTimeout(() => {
      const message = "Terminating connection due to idle-in-transaction timeout";
      owner.refuse({ code: "25P03", message });
    }, this.#options.idleInTransactionMs);
  }

  /** Does a chore, or gives the backend to the next in line. */
  async #next(): Promise<void> {
    const chore = this.#chores.shift();
    if (chore) return chore();
    const [client] = this.#waiting;
    if (!client) return;
    this.#waiting.delete(client);
    if (client.closed || !client.hasMessages) return;
    this.#owner = client;
    await this.#become(client.user);
  }

  async #become(user: string): Promise<void> {
    if (this.#sessionUser === user) return;
    await this.#backend.command(`set session authorization ${user}`);
    this.#sessionUser = user;
  }

  async #turn(client: ClientConnection, received: readonly Buffer[]): Promise<void> {
    const messages = client.skipping ? afterSkipping(client, received) : received;
    const error = messages.map(refusal).find((found) => found !== null);
    if (error) await this.#refuse(client, messages, error);
    else if (messages.length > 0) await this.#run(client, messages);
    if (client.closed || this.#midQuery || this.#status !== "I" || client.skipping) return;
    this.#owner = null;
    if (client.hasMessages) this.#waiting.add(client);
  }

  async #run(client: ClientConnection, messages: readonly Buffer[]): Promise<void> {
    const left = messages.flatMap((message) => client.listening.follow(message));
    this.#midQuery = true;
    const turn = await this.#backend.run(Buffer.concat(messages), (bytes) => client.send(bytes));
    if (turn.ready) {
      this.#status = turn.ready;
      this.#midQuery = false;
    }
    for (const channel of left) {
      if (this.#listeners(channel).length > 0) await this.#backend.command(listenCommand(channel));
    }
  }

  /** Answers in the backend's place, and fails the transaction as an error there would have. */
  async #refuse(client: ClientConnection, messages: readonly Buffer[], error: WireError) {
    client.send(errorResponse(error));
    if (this.#midQuery || this.#status === "T") await this.#fail();
    const last = messages.at(-1)?.[0];
    if (last === fromClient.query || last === fromClient.sync) {
      client.send(readyForQuery(this.#status));
    } else {
      client.skipping = true;
    }
  }

  async #fail(): Promise<void> {
    const turn = await this.#backend.run(simpleQuery("refused by the wire"), () => {});
    this.#status = turn.ready ?? "I";
    this.#midQuery = false;
  }

  /** A client is gone: what it had open is rolled back, and the backend is free. */
  async #release(client: ClientConnection): Promise<void> {
    if (this.#midQuery) await this.#backend.run(sync, () => {});
    await this.#backend.run(simpleQuery("rollback"), () => {});
    this.#status = "I";
    this.#midQuery = false;
    this.#sessionUser = null;
    await this.#forget(client);
    this.#owner = null;
  }

  /** Clears the session state a client has left behind. */
  async #forget(client: ClientConnection): Promise<void> {
    const { channels } = client.listening;
    const unheard = [...channels].filter((channel) => this.#listeners(channel).length === 0);
    for (const channel of unheard) await this.#backend.command(unlistenCommand(channel));
    if (client.statements.size === 0) return;
    const closings = [...client.statements].map(closeStatement);
    await this.#backend.run(Buffer.concat([...closings, sync]), () => {});
  }

  #listeners(channel: string): ClientConnection[] {
    return [...this.#connections].filter((client) => client.listening.channels.has(channel));
  }
}

/** What of a turn comes after the Sync (or the next simple query) that ends the skipping. */
const afterSkipping = (
  client: ClientConnection,
  messages: readonly Buffer[],
): readonly Buffer[] => {
  const last = messages.at(-1);
  if (last?.[0] !== fromClient.sync && last?.[0] !== fromClient.query) return [];
  client.skipping = false;
  return [last];
};
