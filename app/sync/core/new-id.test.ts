import { expect, test } from "vitest";
import { idFromRandomBytes, newId } from "./new-id.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("ids are UUIDs of version 4, with and without crypto.randomUUID", () => {
  for (const make of [newId, idFromRandomBytes]) {
    const ids = Array.from({ length: 200 }, make);
    for (const id of ids) expect(id).toMatch(uuid);
    expect(new Set(ids).size).toBe(200);
  }
});
