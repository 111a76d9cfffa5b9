import type { PGlite } from "@electric-sql/pglite";
import { fromBackend, simpleQuery, type TransactionStatus } from "./protocol.ts";

/** What became of one turn of the backend. */
export type Turn = {
  /** Status of the last ReadyForQuery, null when there was none. */
  readonly ready: TransactionStatus | null;
  /** The first ErrorResponse's message, null when there was none. */
  readonly error: string | null;
};

/** A notification on its way to whoever listens on the channel. */
export type Notification = { readonly channel: string; readonly bytes: Buffer };

/**
 * The one PostgreSQL backend inside PGlite, spoken to in protocol messages. Turns must not overlap.
 * An exception of the wasm program leaves it in an unknown state: it is thrown on and must end the
 * process, so that a fresh one recovers from the write-ahead log.
 */
export class Backend {
  readonly #pglite: PGlite;
  readonly #onNotification: (notification: Notification) => void;

  constructor(pglite: PGlite, onNotification: (notification: Notification) => void) {
    this.#pglite = pglite;
    this.#onNotification = onNotification;
  }

  /** Runs messages and hands what the client should see to `reply`, in pieces. */
  async run(messages: Buffer, reply: (bytes: Buffer) => void): Promise<Turn> {
    const scan = new AnswerScan(reply, this.#onNotification);
    await this.#pglite.runExclusive(() =>
      this.#pglite.execProtocolRawStream(messages, { onRawData: (data) => scan.push(data) }),
    );
    scan.end();
    return scan;
  }

  /** Runs statements of our own, and throws when one fails. */
  async command(sql: string): Promise<void> {
    const turn = await this.run(simpleQuery(sql), () => {});
    if (turn.error !== null) throw new Error(`${sql.slice(0, 80)}: ${turn.error}`);
  }

  /** Runs one query of our own and answers its rows as text. */
  async rows(sql: string): Promise<(string | null)[][]> {
    const answer: Buffer[] = [];
    const turn = await this.run(simpleQuery(sql), (bytes) => answer.push(bytes));
    if (turn.error !== null) throw new Error(`${sql.slice(0, 80)}: ${turn.error}`);
    return dataRows(Buffer.concat(answer));
  }
}

/** Bytes gathered before they are handed on. */
const pieceBytes = 256 * 1024;

class AnswerScan implements Turn {
  ready: TransactionStatus | null = null;
  error: string | null = null;
  readonly #reply: (bytes: Buffer) => void;
  readonly #onNotification: (notification: Notification) => void;
  #tail: Buffer = Buffer.alloc(0);
  #pieces: Buffer[] = [];
  #size = 0;

  constructor(
    reply: (bytes: Buffer) => void,
    onNotification: (notification: Notification) => void,
  ) {
    this.#reply = reply;
    this.#onNotification = onNotification;
  }

  push(data: Uint8Array): void {
    // PGlite reuses its memory, so the bytes are copied.
    const bytes = this.#tail.length > 0 ? Buffer.concat([this.#tail, data]) : Buffer.from(data);
    let at = 0;
    let keptFrom = 0;
    while (bytes.length - at >= 5) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      if (end > bytes.length) break;
      if (bytes[at] === fromBackend.notification) {
        this.#keep(bytes.subarray(keptFrom, at));
        this.#notify(bytes.subarray(at, end));
        keptFrom = end;
      } else {
        this.#note(bytes.subarray(at, end));
      }
      at = end;
    }
    this.#keep(bytes.subarray(keptFrom, at));
    this.#tail = bytes.subarray(at);
  }

  end(): void {
    if (this.#size === 0) return;
    this.#reply(this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces));
    this.#pieces = [];
    this.#size = 0;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#size += bytes.length;
    if (this.#size > pieceBytes) this.end();
  }

  #note(message: Buffer): void {
    switch (message[0]) {
      case fromBackend.readyForQuery:
        this.ready = message.toString("latin1", 5, 6) as TransactionStatus;
        break;
      case fromBackend.error:
        this.error ??= errorMessage(message);
        break;
      default:
    }
  }

  #notify(message: Buffer): void {
    // Four bytes of process id stand before the channel.
    const channel = message.toString("utf8", 9, message.indexOf(0, 9));
    this.#onNotification({ channel, bytes: message });
  }
}

const errorMessage = (message: Buffer): string => {
  const fields = message.toString("utf8", 5).split("\0");
  return fields.find((field) => field.startsWith("M"))?.slice(1) ?? "unknown error";
};

const dataRows = (bytes: Buffer): (string | null)[][] => {
  const rows: (string | null)[][] = [];
  for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    if (bytes[at] !== 0x44) continue; // 'D', a row
    const row: (string | null)[] = [];
    let field = at + 7;
    for (let left = bytes.readInt16BE(at + 5); left > 0; left--) {
      const length = bytes.readInt32BE(field);
      field += 4;
      row.push(length === -1 ? null : bytes.toString("utf8", field, field + length));
      field += Math.max(0, length);
    }
    rows.push(row);
  }
  return rows;
};
