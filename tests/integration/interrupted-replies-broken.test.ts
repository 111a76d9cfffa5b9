import { expect, it, vi } from "vitest";
import type * as Product from "#engine/actions/settle-reply.ts";
import { settleApart } from "../broken/settle-apart.ts";
import { interruptReplies } from "./interrupt-replies.ts";

vi.mock("#engine/actions/settle-reply.ts", async (original) => {
  const product = await original<typeof Product>();
  return { ...product, settleReply: settleApart(product.settleReply) };
});

it("a build that commits acts apart from their decision is caught by interrupted replies", async () => {
  await expect(interruptReplies(40, 1)).rejects.toThrow(/\[ 'message\.posted'/);
}, 160_000);
