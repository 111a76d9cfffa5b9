import type { Link, LinkEvents } from "../../app/sync/core/link.ts";
import type { VirtualTime } from "../support/virtual-time.ts";
import {
  type AnyAnswer,
  type ModelConnection,
  type ModelServer,
  type Peer,
  refused,
} from "./model-server.ts";

/** How bad the network is. Shares of all packets, of all frames for `repetition`; times in ms. */
export type Weather = {
  readonly loss: number;
  readonly repetition: number;
  readonly maxDelayMs: number;
  /** Share of posts that the server answers with `overloaded`. */
  readonly overload: number;
};

/** A network without faults. */
export const fairWeather: Weather = { loss: 0, repetition: 0, maxDelayMs: 20, overload: 0 };

/** A page's link over the model network, and what a test does to it. */
export type ModelLink = {
  readonly open: <R extends Requests>(events: LinkEvents) => Link<R>;
  /** The connection breaks, and both sides know. */
  readonly cut: () => void;
  /** The connection carries nothing any more, and nobody knows. */
  readonly freeze: () => void;
};

type Requests = { readonly [name: string]: { readonly request: object; readonly granted: object } };

/** How long a request waits, and a page that hears nothing. */
const ackTimeoutMs = 5_000;
const silenceMs = 3_000;
const retryAfterMs = 4_000;

/** Packets between pages and a server: lost, repeated, late and out of order as the weather is. */
export class ModelNetwork {
  readonly #time: VirtualTime;
  readonly #random: () => number;
  readonly #server: ModelServer;
  readonly #lines = new Set<Line>();
  weather: Weather = fairWeather;
  /** Posts made while the server had asked to wait: there must be none. */
  disobeyed = 0;
  /** Packets that were lost, and posts answered with `overloaded`. */
  lost = 0;
  overloaded = 0;

  constructor(time: VirtualTime, random: () => number, server: ModelServer) {
    this.#time = time;
    this.#random = random;
    this.#server = server;
  }

  /** The server starts anew: it keeps its log and forgets its connections. */
  restartServer(): void {
    for (const line of this.#lines) line.drop();
  }

  /** A link for one page of `peer`. */
  link(peer: Peer): ModelLink {
    let line: Line | null = null;
    return {
      open: (events) => {
        const own = this.#openLine(peer, events);
        line = own;
        return own.link;
      },
      cut: () => line?.drop(),
      freeze: () => line?.freeze(),
    };
  }

  /** Asks over HTTP. Undefined when it failed. */
  async ask<T>(answer: () => T): Promise<T | undefined> {
    const isLost = this.#random() < this.weather.loss;
    await new Promise<void>((resolve) => this.#time.after(this.#delay(), resolve));
    return isLost ? undefined : answer();
  }

  #openLine(peer: Peer, events: LinkEvents): Line {
    let connection: ModelConnection | null = null;
    let frozen = false;
    let closed = false;
    let attempt = 0;
    let quietUntil = 0;

    const connect = () => {
      const own = ++attempt;
      this.#time.after(200 + this.#delay(), () => {
        if (closed || own !== attempt) return;
        const opened: ModelConnection = {
          peer: { ...peer },
          rooms: new Set(),
          tell: (name, payload) => {
            const arrive = () => {
              if (connection === opened && !frozen) events.onMessage(name, payload);
            };
            this.#carry(arrive);
            if (this.#random() < this.weather.repetition) this.#carry(arrive);
          },
        };
        connection = opened;
        frozen = false;
        this.#server.connect(opened);
        events.onUp();
      });
    };
    const hangUp = () => {
      if (connection === null) return;
      this.#server.disconnect(connection);
      connection = null;
      events.onDown();
    };
    const drop = () => {
      hangUp();
      if (!closed) connect();
    };
    const freeze = () => {
      const dead = connection;
      frozen = true;
      this.#time.after(silenceMs, () => {
        if (dead !== null && connection === dead) drop();
      });
    };

    const request = (name: string, payload: object): Promise<AnyAnswer> => {
      const used = connection;
      if (used === null) return Promise.resolve(refused("unavailable"));
      const isPost = name === "message.post";
      if (isPost && this.#time.now() < quietUntil) this.disobeyed += 1;
      return new Promise((resolve) => {
        let isOpen = true;
        const conclude = (answer: AnyAnswer) => {
          isOpen = false;
          resolve(answer);
        };
        this.#time.after(ackTimeoutMs, () => conclude(refused("unavailable")));
        this.#carry(() => {
          // A frozen line swallows what is said into it. One that broke may still have delivered it.
          if (frozen && connection === used) return;
          const isTooMuch = isPost && this.#random() < this.weather.overload;
          if (isTooMuch) this.overloaded += 1;
          const answer = isTooMuch
            ? refused("overloaded", { retryAfterMs })
            : this.#server.answer(used, name, payload as Record<string, unknown>);
          this.#carry(() => {
            if (connection !== used || frozen || !isOpen) return;
            if (isTooMuch) quietUntil = this.#time.now() + retryAfterMs;
            conclude(answer);
          });
        });
      });
    };
    const line: Line = {
      drop,
      freeze,
      link: {
        request,
        tell: () => undefined,
        settled: () => undefined,
        wake: () => undefined,
        restart: drop,
        close: () => {
          closed = true;
          attempt += 1;
          if (connection !== null) this.#server.disconnect(connection);
          connection = null;
          this.#lines.delete(line);
        },
      },
    };
    this.#lines.add(line);
    connect();
    return line;
  }

  /** Brings a packet, late or never. */
  #carry(arrive: () => void) {
    if (this.#random() < this.weather.loss) this.lost += 1;
    else this.#time.after(this.#delay(), arrive);
  }

  #delay() {
    return 1 + this.#random() * this.weather.maxDelayMs;
  }
}

type Line = {
  readonly link: Omit<Link<Requests>, "request"> & {
    request(name: string, payload: object): Promise<AnyAnswer>;
  };
  readonly drop: () => void;
  readonly freeze: () => void;
};
