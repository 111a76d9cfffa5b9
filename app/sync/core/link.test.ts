import { afterEach, expect, test, vi } from "vitest";
import type { VisitorRequests } from "#contract/requests.ts";
import { startScriptedGateway } from "../../../tests/fakes/scripted-gateway.ts";
import { openTcpGate } from "../../../tests/fakes/tcp-gate.ts";
import { type Link, openLink } from "./link.ts";

const open: Link<VisitorRequests>[] = [];
afterEach(() => {
  for (const link of open.splice(0)) link.close();
});

/** A link that starts a session whenever it is up, and what it told. */
const openPage = (url: string) => {
  const told: string[] = [];
  const link = openLink<VisitorRequests>(
    `${url.replace(/\/$/, "")}/visitor`,
    { key: "key" },
    {
      onUp: () => {
        told.push("up");
        void link.request("session.start", { token: null, locale: "en" }).then(({ ok }) => {
          if (ok) link.settled();
        });
      },
      onDown: () => void told.push("down"),
      onRefused: ({ kind }) => void told.push(kind),
      onMessage: (name) => void told.push(name),
    },
  );
  open.push(link);
  return { link, told };
};

const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 12_000, interval: 20 });

test("[RT31] a line that is open and silent is left, and another is tried at once", async () => {
  await using gateway = await startScriptedGateway();
  const gate = await openTcpGate(gateway.url);
  try {
    const { told } = openPage(gate.url);
    await until(() => expect(told).toEqual(["up"]));
    gate.freeze();
    const frozenAt = performance.now();
    await until(() => expect(told).toEqual(["up", "down"]));
    const noticedAfterMs = performance.now() - frozenAt;
    expect(noticedAfterMs).toBeGreaterThan(1_000);
    gate.open();
    await until(() => expect(told).toEqual(["up", "down", "up"]));
  } finally {
    await gate.close();
  }
});

test("[RT32] two requests without an answer end a line that still brings pings", async () => {
  await using gateway = await startScriptedGateway();
  const { link, told } = openPage(gateway.url);
  await until(() => expect(told).toEqual(["up"]));
  gateway.fate = () => "silence";
  const ask = () => link.request("seen.mark", { conversationId: "c", seq: 1 });
  const answers = await Promise.all([ask(), ask()]);
  expect(answers).toMatchObject([
    { ok: false, error: { kind: "unavailable" } },
    { ok: false, error: { kind: "unavailable" } },
  ]);
  gateway.fate = () => "answer";
  await until(() => expect(told).toEqual(["up", "down", "up"]));
});

test("[RT26] a wait that a refused handshake asked for is not cut short by waking", async () => {
  await using gateway = await startScriptedGateway();
  gateway.refuseHandshake = { kind: "overloaded", message: "later", retryAfterMs: 2_500 };
  const { link, told } = openPage(gateway.url);
  await until(() => expect(gateway.refusals()).toBe(1));
  const refusedAt = performance.now();
  gateway.refuseHandshake = null;
  const waking = setInterval(() => link.wake(), 50);
  try {
    await until(() => expect(told).toEqual(["up"]));
  } finally {
    clearInterval(waking);
  }
  expect(performance.now() - refusedAt).toBeGreaterThan(2_400);
});

test("[RT26] waking cuts the wait of a broken line short", async () => {
  await using gateway = await startScriptedGateway();
  const gate = await openTcpGate(gateway.url);
  try {
    const { link, told } = openPage(gate.url);
    await until(() => expect(told).toEqual(["up"]));
    gate.cut();
    await until(() => expect(told).toEqual(["up", "down"]));
    gate.open();
    const waking = setInterval(() => link.wake(), 50);
    await until(() => expect(told).toEqual(["up", "down", "up"]));
    clearInterval(waking);
  } finally {
    await gate.close();
  }
});

test("a request while the line is down is answered at once", async () => {
  await using gateway = await startScriptedGateway();
  gateway.refuseHandshake = { kind: "draining", message: "later", retryAfterMs: 60_000 };
  const { link } = openPage(gateway.url);
  const answer = await link.request("seen.mark", { conversationId: "c", seq: 1 });
  expect(answer).toMatchObject({ ok: false, error: { kind: "unavailable" } });
});
