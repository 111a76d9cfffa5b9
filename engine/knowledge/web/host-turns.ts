import { setTimeout as sleep } from "node:timers/promises";
import { webLimits } from "./web-limits.ts";

/** Sees to it that no host is asked too often by this process, whichever sites are crawled on it. */
export type HostTurns = {
  /** Waits until the host of an address may be asked. Call what it answers when the answer is read. */
  turn(address: string, signal: AbortSignal): Promise<() => void>;
  /** Sets the pause between two requests to a host; a longer one than ours is obeyed, one at a time. */
  setPause(host: string, pauseMs: number | null): void;
};

/** At most two requests to a host at a time, their beginnings a pause apart. */
export const makeHostTurns = (): HostTurns => {
  const hosts = new Map<string, Host>();
  const hostOf = (name: string): Host => {
    const known = hosts.get(name);
    if (known !== undefined) return known;
    // Hosts nobody asks now are forgotten before the list gets long.
    if (hosts.size >= 500) {
      for (const [other, { running, waiting }] of hosts) {
        if (running === 0 && waiting.length === 0) hosts.delete(other);
      }
    }
    const host: Host = { running: 0, nextMs: 0, pauseMs: webLimits.pauseMs, waiting: [] };
    hosts.set(name, host);
    return host;
  };
  return {
    setPause: (name, pauseMs) => {
      hostOf(name).pauseMs = Math.max(webLimits.pauseMs, pauseMs ?? 0);
    },
    turn: async (address, signal) => {
      const host = hostOf(new URL(address).host);
      while (host.running >= atOnce(host)) {
        await new Promise<void>((resolve) => host.waiting.push(resolve));
        if (signal.aborted) host.waiting.shift()?.();
        signal.throwIfAborted();
      }
      host.running += 1;
      const done = () => {
        host.running -= 1;
        host.waiting.shift()?.();
      };
      const waitMs = host.nextMs - performance.now();
      host.nextMs = Math.max(host.nextMs, performance.now()) + host.pauseMs;
      try {
        if (waitMs > 0) await sleep(waitMs, undefined, { signal });
      } catch (error) {
        done();
        throw error;
      }
      return done;
    },
  };
};

type Host = {
  running: number;
  /** When the next request may begin. */
  nextMs: number;
  pauseMs: number;
  readonly waiting: (() => void)[];
};

const atOnce = ({ pauseMs }: Host): number =>
  pauseMs > webLimits.pauseMs ? 1 : webLimits.requestsAtOnce;
