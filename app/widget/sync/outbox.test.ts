import { describe, expect, test, vi } from "vitest";
import { deliveryOf, Outbox, type Delivery, type OutboxItem, type OutboxStore } from "./outbox.ts";

const item = (clientId: string): OutboxItem => ({
  clientId,
  kind: "message",
  conversationId: "c",
  text: clientId,
  page: "/",
  at: "2026-11-03T14:08:00.000Z",
  refused: null,
});

/** A store as IndexedDB is one: shared by the tabs of a browser, and outliving them. */
const sharedStore = () => {
  let kept: readonly OutboxItem[] = [];
  const store: OutboxStore = {
    read: () => Promise.resolve(structuredClone(kept)),
    change: (update) => {
      kept = structuredClone(update(kept));
      return Promise.resolve(true);
    },
  };
  return { store, ids: () => kept.map(({ clientId }) => clientId) };
};

/** Tabs of one browser take turns. */
const turns = () => {
  let last = Promise.resolve();
  return (task: () => Promise<void>) => (last = last.then(task));
};

const openOutbox = (
  deliver: (item: OutboxItem) => Promise<Delivery>,
  { store = sharedStore().store, exclusively = turns(), up = (): boolean => true } = {},
) => new Outbox({ store, deliver, canDeliver: up, exclusively, onChange: () => undefined });

const stored: Delivery = { type: "stored" };

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
    expect(after.items.map(({ text }) => text)).toEqual(["a", "b"]);
    await after.flush();
    expect(sent).toEqual(["a", "b"]);
    expect(ids()).toEqual([]);
  });

  test("tries again with the same id until it is stored, and holds the later ones back", async () => {
    vi.useFakeTimers();
    const attempts: string[] = [];
    const outbox = openOutbox(({ clientId }) => {
      attempts.push(clientId);
      return Promise.resolve<Delivery>(
        attempts.length < 6 ? { type: "later", retryAfterMs: 0 } : stored,
      );
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
          clientId === "bad" && refuse ? { type: "refused", kind: "too_large" } : stored,
        ),
      { store },
    );
    await outbox.add(item("bad"));
    await outbox.add(item("good"));
    await outbox.flush();
    expect(outbox.items).toMatchObject([{ clientId: "bad", refused: "too_large" }]);
    expect(ids()).toEqual(["bad"]);
    refuse = false;
    await outbox.retry("bad");
    await vi.waitFor(() => expect(outbox.items).toEqual([]));
  });

  test("two tabs never send the same item at the same time, and only once when it succeeds", async () => {
    const { store } = sharedStore();
    const exclusively = turns();
    const sent: string[] = [];
    const deliver = async ({ clientId }: OutboxItem) => {
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
    const nothing: OutboxStore = {
      read: () => Promise.resolve(null),
      change: () => Promise.resolve(false),
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
    expect(deliveryOf({ kind, message: "" })).toEqual({ type: "refused", kind });
  }
});
