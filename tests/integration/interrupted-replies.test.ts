import { expect, it } from "vitest";
import { interruptReplies } from "./interrupt-replies.ts";

/* XIN_REPLY_INTERRUPTS says how many replies are interrupted in all, XIN_REPLY_SEED where. */
const interrupts = Number(process.env["XIN_REPLY_INTERRUPTS"] ?? 20);
const seed = Number(process.env["XIN_REPLY_SEED"] ?? 1);

it(
  `no act is done twice, lost or unexplained when ${interrupts} replies are interrupted`,
  { timeout: 60_000 + interrupts * 1000 },
  async () => {
    expect(await interruptReplies(interrupts, seed)).toBeGreaterThanOrEqual(interrupts);
  },
);
