import { expect, it } from "vitest";
import { clientAddress } from "./client-address.ts";

it("[RT22] counts by the peer, whatever the client claims, unless a proxy is trusted", () => {
  const headers = { "x-forwarded-for": "1.1.1.1, 2.2.2.2" };
  expect(clientAddress("9.9.9.9", headers, false)).toBe("9.9.9.9");
  expect(clientAddress("9.9.9.9", headers, true)).toBe("2.2.2.2");
  expect(clientAddress("9.9.9.9", {}, true)).toBe("9.9.9.9");
  expect(clientAddress("9.9.9.9", { "x-forwarded-for": "" }, true)).toBe("9.9.9.9");
});
