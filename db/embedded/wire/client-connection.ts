import { randomInt } from "node:crypto";
import type { Socket } from "node:net";
import { FrameReader } from "./frame-reader.ts";
import { Listening } from "./listening.ts";
import { errorResponse, fromClient, startupCode, type WireError } from "./protocol.ts";
import { parsedName, prefixStatementName } from "./statement-names.ts";

/** What a connection tells the hub. */
export type ConnectionEvents = {
  /** The client said who it is. */
  started(connection: ClientConnection): void;
  /** There is something to run. */
  ready(connection: ClientConnection): void;
  closed(connection: ClientConnection): void;
};

/** Bytes waiting to be run, above which a connection is not read from until its turn comes. */
const waitingLimit = 4 * 1024 * 1024;

/** One client: its socket, what it still wants to run, and the session state that is its own. */
export class ClientConnection {
  readonly id: number;
  readonly secret = randomInt(2 ** 31 - 1);
  readonly statements = new Set<string>();
  readonly listening = new Listening();
  /** After an error everything up to the client's Sync is skipped. */
  skipping = false;
  user = "";
  applicationName = "";
  closed = false;
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  readonly #reader: FrameReader;
  #messages: Buffer[] = [];
  #waitingBytes = 0;

  constructor(id: number, socket: Socket, events: ConnectionEvents) {
    this.id = id;
    this.#socket = socket;
    this.#events = events;
    this.#reader = new FrameReader({
      startup: (body) => this.#startup(body),
      message: (bytes) => this.#message(bytes),
      violation: (message) => this.refuse({ code: "08P01", message }),
    });
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#data(chunk));
    socket.on("drain", () => this.#resume());
    // A broken socket also closes; there is nothing else to do about it.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#close());
  }

  get hasMessages(): boolean {
    return this.#messages.length > 0;
  }

  /** The backend keeps something for this client beyond its transactions. */
  get hasState(): boolean {
    return this.statements.size > 0 || this.listening.channels.size > 0;
  }

  /** Takes the messages of one turn: up to and with the first one that asks for an answer. */
  takeTurn(): Buffer[] {
    const end = this.#messages.findIndex((message) => endsTurn.has(message[0] ?? 0));
    const turn = this.#messages.splice(0, end === -1 ? this.#messages.length : end + 1);
    for (const message of turn) this.#waitingBytes -= message.length;
    this.#resume();
    return turn;
  }

  send(bytes: Buffer): void {
    if (this.closed) return;
    // A client that does not read its answers is not read from either.
    if (!this.#socket.write(bytes)) this.#socket.pause();
  }

  /** Tells the client why, and closes. */
  refuse(error: WireError): void {
    this.send(errorResponse(error, "FATAL"));
    this.#socket.destroySoon();
    this.#close();
  }

  #close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#messages = [];
    this.#events.closed(this);
  }

  #data(chunk: Buffer): void {
    this.#reader.push(chunk);
    if (this.#waitingBytes > waitingLimit) this.#socket.pause();
    if (this.hasMessages && !this.closed) this.#events.ready(this);
  }

  #resume(): void {
    const slow = this.#socket.writableNeedDrain || this.#waitingBytes > waitingLimit;
    if (this.#socket.isPaused() && !slow) this.#socket.resume();
  }

  #startup(body: Buffer): void {
    const code = body.readInt32BE(0);
    if (code === startupCode.ssl || code === startupCode.gss) {
      this.send(Buffer.from("N"));
      return;
    }
    if (code === startupCode.cancel) {
      // PGlite cannot interrupt what it does. Who gives up closes the connection, and is rolled back.
      this.#socket.end();
      return;
    }
    const parts = body.toString("utf8", 4).split("\0");
    const parameters = new Map<string, string>();
    for (let at = 0; at + 1 < parts.length && parts[at]; at += 2) {
      parameters.set(parts[at]!, parts[at + 1]!);
    }
    this.user = parameters.get("user") ?? "";
    this.applicationName = parameters.get("application_name") ?? "";
    this.#reader.letIn();
    this.#events.started(this);
  }

  #message(bytes: Buffer): void {
    if (bytes[0] === fromClient.terminate) {
      this.#socket.end();
      return;
    }
    const message = prefixStatementName(bytes, `c${this.id}_`);
    if (message[0] === fromClient.parse) {
      const name = parsedName(message);
      if (name !== "") this.statements.add(name);
    }
    this.#messages.push(message);
    this.#waitingBytes += message.length;
  }
}

const endsTurn = new Set<number>([
  fromClient.query,
  fromClient.sync,
  fromClient.flush,
  fromClient.functionCall,
  fromClient.copyDone,
  fromClient.copyFail,
]);
