import { expect, test } from "vitest";
import { serverProblem } from "./assert-server.ts";

const good = { major: 17, version: "17.2", synchronous_commit: "on", vector: "0.8.0" };

test("a server as it should be passes", () => {
  expect(serverProblem(good)).toBeNull();
  expect(serverProblem({ ...good, major: 16 })).toBeNull();
  expect(serverProblem({ ...good, vector: "0.10.1" })).toBeNull();
  expect(serverProblem({ ...good, vector: "1.0" })).toBeNull();
});

test.each([
  [{ major: 15, version: "15.4" }, "PostgreSQL 15.4 is too old: Xin needs 16"],
  [{ synchronous_commit: "off" }, "synchronous_commit = on"],
  [{ vector: null }, "pgvector is missing"],
  [{ vector: "0.7.4" }, "alter extension vector update"],
])("%o is refused with what to do", (change, message) => {
  expect(serverProblem({ ...good, ...change })?.message).toContain(message);
});
