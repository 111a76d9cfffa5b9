import { expect, test } from "vitest";
import { newLedger, newMessageTimes } from "../traffic/ledger.ts";
import { backToNominalSeconds } from "./recovery.ts";

/** Ten messages a second, each with the wait that belongs to its second. */
const ledgerOf = (waitsMs: readonly number[]) => {
  const ledger = newLedger(() => {});
  for (const [second, waitMs] of waitsMs.entries()) {
    for (let turn = 0; turn < 10; turn += 1) {
      const dueMs = second * 1000 + turn * 100;
      const times = {
        ...newMessageTimes(dueMs),
        ackedMs: dueMs + waitMs,
        deliveredMs: dueMs + waitMs,
      };
      ledger.messages.set(`${second}-${turn}`, times);
    }
  }
  return ledger;
};

test("is the first second from which on the nominal figures hold", () => {
  const waits = [4_000, 3_000, 900, ...Array.from({ length: 17 }, () => 20)];
  const span = { fromMs: 0, toMs: waits.length * 1000 };
  expect(backToNominalSeconds(ledgerOf(waits), span)).toBe(3);
  expect(backToNominalSeconds(ledgerOf([...waits.slice(0, -1), 900]), span)).toBeNull();
});

test("a message that never came is not nominal", () => {
  const ledger = ledgerOf(Array.from({ length: 6 }, () => 20));
  ledger.messages.set("lost", newMessageTimes(5_500));
  expect(backToNominalSeconds(ledger, { fromMs: 0, toMs: 6_000 })).toBeNull();
});
