import { expect, it } from "vitest";
import { unavailable } from "#db/errors.ts";
import { ActionRefused } from "./action-refused.ts";
import { toWireError } from "./wire-error.ts";

it("keeps the words of a refusal, and nothing else", () => {
  expect(toWireError(new ActionRefused({ kind: "blank", message: "Write something." }))).toEqual({
    kind: "blank",
    message: "Write something.",
  });
  expect(toWireError(new ActionRefused({ kind: "unseen", message: "Read.", missed: [] }))).toEqual({
    kind: "unseen",
    message: "Read.",
    missed: [],
  });
});

it("tells a client to wait when the database is away or has too much to do", () => {
  expect(toWireError(unavailable("connection", "unknown"))).toMatchObject({
    kind: "unavailable",
    retryAfterMs: 250,
  });
  expect(toWireError(unavailable("overloaded", "none"))).toMatchObject({
    kind: "overloaded",
    retryAfterMs: 1000,
  });
});

it("tells nothing of a defect", () => {
  expect(JSON.stringify(toWireError(new Error("secret in detail")))).not.toContain("secret");
  expect(toWireError("text")).toMatchObject({ kind: "internal" });
});
