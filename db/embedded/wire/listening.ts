import { fromClient } from "./protocol.ts";

/** What a statement does to the channels a connection listens on. */
export type ListenAction =
  | { readonly kind: "listen"; readonly channel: string }
  | { readonly kind: "unlisten"; readonly channel: string }
  | { readonly kind: "unlisten-all" };

/**
 * Which channels one connection listens on. The backend knows only one set for everybody, so the
 * wire keeps each client's own by reading along.
 */
export class Listening {
  readonly channels = new Set<string>();
  readonly #prepared = new Map<string, ListenAction>();

  /** Reads a message along; answers the channels the client just left. */
  follow(message: Buffer): string[] {
    switch (message[0]) {
      case fromClient.query:
        return this.#apply(listenAction(message.toString("utf8", 5, message.length - 1)));
      case fromClient.parse: {
        const nameEnd = message.indexOf(0, 5);
        const action = listenAction(
          message.toString("utf8", nameEnd + 1, message.indexOf(0, nameEnd + 1)),
        );
        const name = message.toString("utf8", 5, nameEnd);
        if (action) this.#prepared.set(name, action);
        else this.#prepared.delete(name);
        return [];
      }
      case fromClient.bind: {
        const start = message.indexOf(0, 5) + 1;
        const name = message.toString("utf8", start, message.indexOf(0, start));
        return this.#apply(this.#prepared.get(name) ?? null);
      }
      default:
        return [];
    }
  }

  #apply(action: ListenAction | null): string[] {
    switch (action?.kind) {
      case "listen":
        this.channels.add(action.channel);
        return [];
      case "unlisten":
        return this.channels.delete(action.channel) ? [action.channel] : [];
      case "unlisten-all": {
        const left = [...this.channels];
        this.channels.clear();
        return left;
      }
      default:
        return [];
    }
  }
}

/** LISTEN with its channel quoted. */
export const listenCommand = (channel: string): string => `listen ${quoted(channel)}`;

/** UNLISTEN with its channel quoted. */
export const unlistenCommand = (channel: string): string => `unlisten ${quoted(channel)}`;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const listenAction = (sql: string): ListenAction | null => {
  const found = /^\s*(un)?listen\s+(?:"((?:[^"]|"")+)"|([^\s;"]+))\s*;?\s*$/i.exec(
    sql.slice(0, 300),
  );
  if (!found) return null;
  const [, un, exact, bare] = found;
  if (un && bare === "*") return { kind: "unlisten-all" };
  const channel = exact?.replaceAll('""', '"') ?? bare?.toLowerCase() ?? "";
  return { kind: un ? "unlisten" : "listen", channel };
};
