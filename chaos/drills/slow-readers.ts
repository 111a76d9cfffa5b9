import { Effect } from "effect";
import { type Socket, io } from "socket.io-client";
import { namespaces, protocolVersion } from "#contract/names.ts";
import { fromAddress } from "../client/from-address.ts";
import { atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import type { DrillRun } from "../runner/drill-run.ts";
import { memoryGrowthMb, noteMemory } from "../runner/memory-growth.ts";
import { ackTimesMs, percentile } from "../runner/timings.ts";

const readers = 200;
/** Long messages beside the usual traffic, so that what is not read grows fast. */
const longText = "so much to say ".repeat(500);
const phaseMs = 8_000;

/** R16: many consoles stop reading while their connections stay. */
export const slowReaders = defineDrill({
  id: "R16",
  title: "Two hundred readers stop reading",
  disturbs: "delivery",
  inject: (run) =>
    Effect.gen(function* () {
      const sockets = yield* run.step(`${readers} readers connect`, () => openReaders(run));
      yield* Effect.ensuring(
        stopReading(run, sockets),
        Effect.sync(() => closeAll(sockets)),
      );
    }),
  bars: (run) => [
    atMost(64, {
      name: "growth of a gateway's memory",
      value: memoryGrowthMb(run),
      unit: "MB",
    }),
    atMost(1.2, {
      name: "95 % of the others' acknowledgements, against before",
      value: run.worst("during") / run.worst("before"),
      unit: "",
    }),
  ],
});

const stopReading = (run: DrillRun, sockets: readonly Socket[]) =>
  Effect.gen(function* () {
    yield* talkMuch(run, "before");
    yield* run.step("memory before", () => noteMemory(run, "before"));
    const third = Math.ceil(sockets.length / 3);
    for (let from = 0; from < sockets.length; from += third) {
      const group = sockets.slice(from, from + third);
      yield* run.fault(`${group.length} readers stop`, async () => group.forEach(pause));
      yield* run.calm(200, 1_000);
    }
    yield* talkMuch(run, "during");
    yield* run.step("memory after", () => noteMemory(run, "after"));
  });

/** Long messages for a while; notes how fast everybody's messages were acknowledged meanwhile. */
const talkMuch = (run: DrillRun, when: string) =>
  run.step(`long messages ${when}`, async () => {
    const fromMs = performance.now();
    while (performance.now() < fromMs + phaseMs) {
      await Promise.all(
        run.crowd.operators.map((operator) => operator.send(operator.followed[0] ?? "", longText)),
      );
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    const phase = { fromMs, toMs: performance.now() };
    run.note(when, percentile(ackTimesMs(run.recording.history, phase), 0.95));
  });

const openReaders = async ({ world, crowd }: DrillRun): Promise<Socket[]> => {
  const { fleet, tenants } = world;
  const sockets = Array.from({ length: readers }, (_, index) =>
    io(`${fleet.origin}${namespaces.operator}`, {
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      auth: { version: protocolVersion },
      extraHeaders: {
        cookie: tenants[index % tenants.length]?.owner.cookie ?? "",
        origin: fleet.origin,
      },
      ...fromAddress(`127.0.${200 + Math.floor(index / 100)}.${1 + (index % 100)}`),
    }),
  );
  for (const [index, socket] of sockets.entries()) {
    await new Promise<void>((resolve, reject) => {
      if (socket.connected) resolve();
      socket.once("connect", resolve).once("connect_error", reject);
    });
    const slug = tenants[index % tenants.length]?.slug ?? "";
    const { followed = [] } = crowd.operators.find(({ name }) => name.startsWith(slug)) ?? {};
    await socket.timeout(5_000).emitWithAck("conversation.join", { conversationId: followed[0] });
  }
  return sockets;
};

/** The TCP connection is no longer read, and stays. */
const pause = (socket: Socket) => {
  const { ws } = socket.io.engine.transport as unknown as { ws: { pause(): void } };
  ws.pause();
};

const closeAll = (sockets: readonly Socket[]) => {
  for (const socket of sockets) socket.close();
};
