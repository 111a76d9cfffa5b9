import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fairWeather, ModelNetwork } from "../../tests/fakes/model-network.ts";
import { ModelServer } from "../../tests/fakes/model-server.ts";
import { memberTabs, type ModelPage, visitorTabs } from "../../tests/fakes/model-world.ts";
import { seeded } from "../../tests/support/seeded.ts";
import { startVirtualTime, type VirtualTime } from "../../tests/support/virtual-time.ts";

/*
 * Any history of two tabs of a visitor, two tabs of a member and another member, over a network that loses, repeats, delays and
 * reorders, with a server that restarts and pages that are loaded again, ends the same: every message
 * once in the log, in the order its page wrote it, and every screen and list as the log is.
 *
 * A failure prints its seed and path. To see it again: XIN_TEST_SEED=<seed> or <seed>:<path>.
 */
const histories = 3_000;
const [seed, ...path] = (process.env["XIN_TEST_SEED"] ?? "").split(":");
const replay =
  seed === undefined || seed === "" ? {} : { seed: Number(seed), path: path.join(":") };

/** A quiet network is given this long, in ms; a list may need a minute and a heartbeat. */
const patienceMs = 240_000;

const page = fc.nat({ max: 4 });
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant("say" as const),
      page,
      where: fc.nat({ max: 1 }),
      isAware: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constantFrom("reload", "cut", "freeze", "wake"),
      page,
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("restart" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant("weather" as const),
      loss: fc.constantFrom(0, 0.1, 0.4, 1),
      repetition: fc.constantFrom(0, 0.3),
      maxDelayMs: fc.constantFrom(20, 900, 7_000),
      overload: fc.constantFrom(0, 0.4),
    }),
  },
);
const history = fc.record({
  seed: fc.nat(),
  steps: fc.array(fc.record({ step, thenMs: fc.constantFrom(0, 5, 100, 1_500, 6_000) }), {
    minLength: 1,
    maxLength: 25,
  }),
});

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

test("[RT5] [RT7] [RT9] [RT4] [RT11] [RT33] every message is once in the log, in order, and every screen shows the log", async () => {
  await fc.assert(fc.asyncProperty(history, live), { numRuns: histories, ...replay });
  // The histories had what they are for.
  const isReplay = "seed" in replay;
  for (const [what, count] of isReplay ? [] : Object.entries(seen))
    expect(count, what).toBeGreaterThan(histories / 20);
}, 60_000);

/** What happened in all histories. */
const seen = { lost: 0, repeats: 0, held: 0, overloaded: 0 };

const live = async ({ seed: chance, steps }: History): Promise<void> => {
  const random = seeded(chance);
  const time = startVirtualTime(random);
  const server = new ModelServer();
  const network = new ModelNetwork(time, random, server);
  const member = { kind: "member", id: "founder", name: null } as const;
  server.append("first", member, { type: "hidden" }, null);
  const pages = [
    ...visitorTabs(network, ["visitor 1", "visitor 2"]),
    ...memberTabs(network, server, "maya", ["maya 1", "maya 2"]),
    ...memberTabs(network, server, "tomas", ["tomas 1"]),
  ];
  const beat = () => {
    server.beat();
    time.after(15_000, beat);
  };
  time.after(15_000, beat);
  const written: string[] = [];
  try {
    for (const { step: one, thenMs } of steps) {
      take(one, { pages, network, written });
      await time.pass(thenMs);
      for (const each of pages) each.look();
      expectNoGaps(pages);
    }
    network.weather = fairWeather;
    await becomeQuiet(time, pages);
    expectDelivered(server, pages, written);
    expect(network.disobeyed, "posts while the server had asked to wait").toBe(0);
    seen.lost += network.lost;
    seen.overloaded += network.overloaded;
    seen.repeats += server.repeats;
    seen.held += server.held;
  } finally {
    for (const each of pages) each.close();
    time.restore();
  }
};

type Scene = {
  readonly pages: readonly ModelPage[];
  readonly network: ModelNetwork;
  readonly written: string[];
};

const take = (one: History["steps"][number]["step"], { pages, network, written }: Scene) => {
  if (one.does === "restart") return network.restartServer();
  if (one.does === "weather") {
    network.weather = one;
    return;
  }
  const who = pages[one.page];
  if (who === undefined) return;
  switch (one.does) {
    case "say": {
      const text = `${who.name} ${written.length}`;
      written.push(text);
      who.say(text, one.where, one.isAware);
      return;
    }
    case "reload":
      return who.reload();
    case "cut":
      return who.link().cut();
    case "freeze":
      return who.link().freeze();
    case "wake":
      return who.wake();
  }
};

/** Lets time pass until nothing waits. */
const becomeQuiet = async (time: VirtualTime, pages: readonly ModelPage[]) => {
  const until = time.now() + patienceMs;
  let calmMs = 0;
  while (time.now() < until && calmMs < 80_000) {
    await time.pass(5_000);
    for (const each of pages) {
      each.look();
      each.settle();
    }
    calmMs = pages.every((each) => each.waiting() === 0) ? calmMs + 5_000 : 0;
  }
};

const textsOf = (server: ModelServer) =>
  [...server.logs.values()].map((log) =>
    log.flatMap(({ body }) => (body.type === "message.posted" ? [body.parts[0]?.text ?? ""] : [])),
  );

const expectNoGaps = (pages: readonly ModelPage[]) => {
  for (const { name, screens } of pages) {
    for (const { events } of screens()) {
      const first = events[0]?.seq ?? 1;
      const isWhole = events.every(({ seq }, index) => seq === first + index);
      expect(isWhole, `${name} shows a stretch without gaps`).toBe(true);
    }
  }
};

const expectDelivered = (
  server: ModelServer,
  pages: readonly ModelPage[],
  written: readonly string[],
) => {
  for (const { name, waiting } of pages) expect(waiting(), `${name} has sent all`).toBe(0);
  const logs = textsOf(server);
  expect(logs.flat().toSorted(), "every message once").toEqual(written.toSorted());
  const numberOf = (text: string) => Number(text.split(" ").at(-1));
  for (const texts of logs) {
    for (const { name } of pages) {
      const own = texts.filter((text) => text.startsWith(name)).map(numberOf);
      expect(own, `the order of ${name}`).toEqual(own.toSorted((a, b) => a - b));
    }
  }
  const visitorWrote = written.some((text) => text.startsWith("visitor"));
  for (const { name, screens, listProblem } of pages) {
    const count = name.startsWith("visitor") ? Number(visitorWrote) : server.logs.size;
    expect(screens(), `${name} shows its conversations`).toHaveLength(count);
    for (const { id, events } of screens()) {
      const log = server.logs.get(id) ?? [];
      const seqs = events.map(({ seq }) => seq);
      const end = log.slice(log.length - events.length).map(({ seq }) => seq);
      expect(seqs, `${name} shows the log of ${id} to its end`).toEqual(end);
    }
    expect(listProblem()).toBeNull();
  }
};
