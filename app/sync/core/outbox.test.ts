import { describe, expect, test, vi } from "vitest";
import { makeOutboxStorage } from "../../../tests/fakes/outbox-storage.ts";
import { deliveryOf, Outbox, type Delivery, type OutboxItem, type OutboxStore } from "./outbox.ts";

type Item = OutboxItem & { readonly lane: string };

const item = (clientId: string, lane = "") => ({ clientId, lane });

const sharedStore = () => {
  const { store, kept } = makeOutboxStorage<Item>();
  return { store, ids: () => kept().map(({ clientId }) => clientId) };
};

/** Tabs of one browser take turns. */
const turns = () => {
  let last = Promise.resolve();
  return (task: () => Promise<void>) => (last = last.then(task));
};

const openOutbox = (
  deliver: (item: Item) => Promise<Delivery>,
  {
    store = sharedStore().store,
    exclusively = turns(),
    up = (): boolean => true,
    holdsBack = (): boolean => false,
  } = {},
) =>
  new Outbox<Item>({
    store,
    deliver,
    canDeliver: up,
    exclusively,
    laneOf: ({ lane }) => lane,
    holdsBack,
    onChange: () => undefined,
  });

const stored: Delivery = { type: "stored" };
const tooLarge = { kind: "too_large", message: "too large" } as const;

describe("the outbox", () => {
  test("sends in order, one at a time, and forgets what is stored", async () => {
    const { store, ids } = sharedStore();
    const log: string[] = [];
    let inFlight = 0;
    const outbox = openOutbox(
      async ({ clientId }) => {
        inFlight += 1;
        expect(inFlight).toBe(1);
        await Promise.resolve();
        log.push(clientId);
        inFlight -= 1;
        return stored;
      },
      { store },
    );
    await Promise.all(["a", "b", "c"].map((id) => outbox.add(item(id))));
    await vi.waitFor(() => expect(log).toEqual(["a", "b", "c"]));
    await vi.waitFor(() => expect(ids()).toEqual([]));
    expect(outbox.items).toEqual([]);
  });

  test("goes on after a restart with the same ids in the same order", async () => {
    const { store, ids } = sharedStore();
    const before = openOutbox(() => Promise.resolve(stored), { store, up: () => false });
    await before.add(item("a"));
    await before.add(item("b"));
    before.close();
    expect(ids()).toEqual(["a", "b"]);

    const sent: string[] = [];
    const after = openOutbox(
      ({ clientId }) => {
        sent.push(clientId);
        return Promise.resolve(stored);
      },
      { store },
    );
    await after.reload();
    expect(after.items.map(({ clientId }) => clientId)).toEqual(["a", "b"]);
    await after.flush();
    expect(sent).toEqual(["a", "b"]);
    expect(ids()).toEqual([]);
  });

  test("tries again with the same id until it is stored, and holds the later ones back", async () => {
    vi.useFakeTimers();
    const attempts: string[] = [];
    const outbox = openOutbox(({ clientId }) => {
      attempts.push(clientId);
      return Promise.resolve<Delivery>(attempts.length < 6 ? { type: "later" } : stored);
    });
    await outbox.add(item("a"));
    await outbox.add(item("b"));
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect(attempts).toEqual(["a", "a", "a", "a", "a", "a", "b"]);
    expect(outbox.items).toEqual([]);
  });

  test("waits as long as the server asks, also when something new is written meanwhile", async () => {
    vi.useFakeTimers();
    let attempts = 0;
    const outbox = openOutbox(() => {
      attempts += 1;
      return Promise.resolve<Delivery>(
        attempts === 1 ? { type: "later", retryAfterMs: 8_000 } : stored,
      );
    });
    await outbox.add(item("a"));
    await vi.advanceTimersByTimeAsync(4_000);
    await outbox.add(item("b"));
    await vi.advanceTimersByTimeAsync(3_900);
    expect(attempts).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    expect(attempts).toBe(3);
  });

  test("a refused item stays, does not stop the others, and can be tried again or given up", async () => {
    const { store, ids } = sharedStore();
    let refuse = true;
    const outbox = openOutbox(
      ({ clientId }) =>
        Promise.resolve<Delivery>(
          clientId === "bad" && refuse ? { type: "refused", error: tooLarge } : stored,
        ),
      { store },
    );
    await outbox.add(item("bad"));
    await outbox.add(item("good"));
    await outbox.flush();
    expect(outbox.items).toMatchObject([{ clientId: "bad", refused: { kind: "too_large" } }]);
    expect(ids()).toEqual(["bad"]);
    refuse = false;
    await outbox.retry("bad");
    await vi.waitFor(() => expect(outbox.items).toEqual([]));
  });

  test("two tabs never send the same item at the same time, and only once when it succeeds", async () => {
    const { store } = sharedStore();
    const exclusively = turns();
    const sent: string[] = [];
    const deliver = async ({ clientId }: Item) => {
      sent.push(clientId);
      await new Promise((resolve) => setTimeout(resolve, 2));
      return stored;
    };
    let up = false;
    const tabs = [0, 1].map(() => openOutbox(deliver, { store, exclusively, up: () => up }));
    await tabs[0]?.add(item("a"));
    await tabs[1]?.add(item("b"));
    up = true;
    await Promise.all(tabs.map((tab) => tab.flush()));
    expect(sent).toEqual(["a", "b"]);
    for (const tab of tabs) {
      await tab.reload();
      expect(tab.items).toEqual([]);
    }
  });

  test("works, as long as the page lives, in a browser that keeps nothing", async () => {
    const refuse = () => Promise.resolve(false);
    const nothing: OutboxStore<Item> = {
      read: () => Promise.resolve(null),
      put: refuse,
      remove: refuse,
      clear: refuse,
    };
    const sent: string[] = [];
    const outbox = openOutbox(
      ({ clientId }) => {
        sent.push(clientId);
        return Promise.resolve(stored);
      },
      { store: nothing },
    );
    await outbox.add(item("a"));
    await outbox.flush();
    expect(sent).toEqual(["a"]);
    expect(outbox.items).toEqual([]);
  });
});

describe("lanes", () => {
  test("go on without each other, each in its order", async () => {
    const sent: string[] = [];
    const blocked = Promise.withResolvers<Delivery>();
    const outbox = openOutbox(({ clientId }) => {
      sent.push(clientId);
      return clientId === "a1" ? blocked.promise : Promise.resolve(stored);
    });
    await outbox.add(item("a1", "a"));
    await outbox.add(item("a2", "a"));
    await outbox.add(item("b1", "b"));
    await outbox.add(item("b2", "b"));
    await vi.waitFor(() => expect(sent).toEqual(["a1", "b1", "b2"]));
    blocked.resolve(stored);
    await vi.waitFor(() => expect(sent).toEqual(["a1", "b1", "b2", "a2"]));
  });

  test("a refused item that holds its lane back leaves the others alone, until it is dealt with", async () => {
    const sent: string[] = [];
    let refuse = true;
    const outbox = openOutbox(
      ({ clientId }) => {
        sent.push(clientId);
        const isRefused = clientId === "a1" && refuse;
        return Promise.resolve<Delivery>(isRefused ? { type: "refused", error: tooLarge } : stored);
      },
      { holdsBack: () => true },
    );
    await outbox.add(item("a1", "a"));
    await outbox.add(item("a2", "a"));
    await outbox.add(item("b1", "b"));
    await vi.waitFor(() =>
      expect(outbox.items.map(({ clientId }) => clientId)).toEqual(["a1", "a2"]),
    );
    expect(sent).toEqual(["a1", "b1"]);
    refuse = false;
    await outbox.retry("a1");
    await vi.waitFor(() => expect(outbox.items).toEqual([]));
    expect(sent).toEqual(["a1", "b1", "a1", "a2"]);
  });

  test("giving a refused item up lets the later ones go", async () => {
    const outbox = openOutbox(
      ({ clientId }) =>
        Promise.resolve<Delivery>(
          clientId === "a1" ? { type: "refused", error: tooLarge } : stored,
        ),
      { holdsBack: () => true },
    );
    await outbox.add(item("a1", "a"));
    await outbox.add(item("a2", "a"));
    await vi.waitFor(() => expect(outbox.items[0]?.refused).toEqual(tooLarge));
    await outbox.settle(({ clientId }) => clientId === "a1");
    await vi.waitFor(() => expect(outbox.items).toEqual([]));
  });
});

test("what was sent stays in view, and not in the store, until the log brings it", async () => {
  const { store, ids } = sharedStore();
  const outbox = openOutbox(() => Promise.resolve<Delivery>({ type: "sent" }), { store });
  await outbox.add(item("a"));
  await vi.waitFor(() => expect(outbox.items).toMatchObject([{ clientId: "a", sent: true }]));
  await vi.waitFor(() => expect(ids()).toEqual([]));
  await outbox.reload();
  expect(outbox.items).toHaveLength(1);
  await outbox.settle(({ clientId }) => clientId === "a");
  expect(outbox.items).toEqual([]);
});

test("a wait that the server asked for is not cut short, one of our own is", async () => {
  vi.useFakeTimers();
  const answers: Delivery[] = [{ type: "later", retryAfterMs: 8_000 }, { type: "later" }];
  let attempts = 0;
  const outbox = openOutbox(() => Promise.resolve(answers[attempts++] ?? stored));
  await outbox.add(item("a"));
  await vi.advanceTimersByTimeAsync(1_000);
  outbox.flushNow();
  await vi.advanceTimersByTimeAsync(6_900);
  expect(attempts).toBe(1);
  await vi.waitFor(() => expect(attempts).toBe(2), { timeout: 8_000, interval: 100 });
  outbox.flushNow();
  await vi.advanceTimersByTimeAsync(0);
  vi.useRealTimers();
  expect(attempts).toBe(3);
});

test("ten thousand items go out one by one, in their order, each once", async () => {
  const { store, ids } = sharedStore();
  const sent: string[] = [];
  let up = false;
  const outbox = openOutbox(
    ({ clientId }) => {
      sent.push(clientId);
      return Promise.resolve(stored);
    },
    { store, up: () => up },
  );
  const all = Array.from({ length: 10_000 }, (_, index) => `m${index}`);
  await Promise.all(all.map((clientId) => outbox.add(item(clientId))));
  up = true;
  outbox.flushNow();
  await vi.waitFor(() => expect(ids()).toEqual([]), { timeout: 60_000 });
  expect(sent).toEqual(all);
}, 60_000);

test("passing refusals are tried again, the rest are final", () => {
  const passing = [
    "overloaded",
    "unavailable",
    "draining",
    "internal",
    "unauthenticated",
    "outdated",
  ] as const;
  for (const kind of passing) {
    expect(deliveryOf({ kind, message: "", retryAfterMs: 7 })).toEqual({
      type: "later",
      retryAfterMs: 7,
    });
  }
  for (const kind of [
    "invalid",
    "blank",
    "too_large",
    "forbidden",
    "not_found",
    "conflict",
  ] as const) {
    const error = { kind, message: "" };
    expect(deliveryOf(error)).toEqual({ type: "refused", error });
  }
});
