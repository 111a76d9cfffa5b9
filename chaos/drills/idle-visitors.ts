import type { SessionStartAck } from "#contract/session-start.ts";
import { namespaces, protocolVersion } from "#contract/names.ts";
import { type Line, newLineTally, openLine, pauseMs } from "../../load/traffic/line.ts";
import type { FleetTenant } from "../fleet/tenants.ts";
import { until } from "../fleet/until.ts";

/** A widget that is open and says nothing. It costs this process as little as a connection can. */
export type IdleVisitor = {
  /** Since when it has been in, with its session, by `performance.now()`; null while it is not. */
  readonly inSinceMs: number | null;
  cut(): void;
  close(): void;
};

/** Where they go. `url` has no trailing slash. */
export type IdlePlace = { readonly url: string; readonly tenants: readonly FleetTenant[] };

/** Lets so many in, each from an address of its own. Rejects when they are not in after a while. */
export const openIdleVisitors = async (
  { url, tenants }: IdlePlace,
  many: number,
): Promise<readonly IdleVisitor[]> => {
  const idle: IdleVisitor[] = [];
  for (let index = 0; index < many; index += 1) {
    const key = tenants[index % tenants.length]?.key ?? "";
    const from = `127.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`;
    idle.push(openIdleVisitor({ url, key, from }));
    // As people come in the course of a day: this is not the storm.
    if (idle.length % atOnce === 0)
      await until("the visitors so far are in", () => areIn(idle), { withinMs: 60_000 });
  }
  await until("every visitor is in", () => areIn(idle), { withinMs: 60_000 });
  return idle;
};

const atOnce = 50;

const areIn = (idle: readonly IdleVisitor[]) => idle.every(({ inSinceMs }) => inSinceMs !== null);

type Entry = { readonly url: string; readonly key: string; readonly from: string };

const openIdleVisitor = ({ url, key, from }: Entry): IdleVisitor => {
  let token: string | null = null;
  let inSinceMs: number | null = null;

  const start = async (): Promise<void> => {
    for (let attempts = 0; line.isOpen; attempts += 1) {
      const answer = await line.ask<SessionStartAck>("session.start", { token, locale: "en" });
      if (answer?.ok === true) {
        ({ token } = answer);
        inSinceMs = performance.now();
        return;
      }
      const pause = Math.max(answer?.error.retryAfterMs ?? 0, pauseMs(attempts));
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  const line: Line = openLine({
    url,
    namespace: namespaces.visitor,
    auth: { key, version: protocolVersion },
    headers: { origin: "https://shop.example.com" },
    from,
    tally: newLineTally(),
    onEntered: () => {
      inSinceMs = null;
      void start();
    },
    onEvent: () => {},
  });
  return {
    get inSinceMs() {
      return line.isOpen ? inSinceMs : null;
    },
    cut: line.cut,
    close: line.close,
  };
};
