import { expect, test } from "vitest";
import { outageReason } from "./outage.ts";

const failure = (code: string) => Object.assign(new Error("no"), { code });

test.each([
  ["57P01", "connection"],
  ["57P03", "starting"],
  ["57014", "deadline"],
  ["08006", "connection"],
  ["53300", "overloaded"],
  ["ECONNREFUSED", "connection"],
  ["ENOENT", "connection"],
  ["CONNECT_TIMEOUT", "connection"],
  ["CONNECTION_CLOSED", "connection"],
])("%s is an outage: %s", (code, reason) => {
  expect(outageReason(failure(code))).toBe(reason);
});

test.each(["23505", "42501", "40001", "22P02", "UNDEFINED_VALUE", "TRANSACTION_ENDED", "EACCES"])(
  "%s is an answer",
  (code) => {
    expect(outageReason(failure(code))).toBeNull();
  },
);

test("what is no error with a code is none of the database's", () => {
  expect(outageReason(new Error("no"))).toBeNull();
  expect(outageReason("57P01")).toBeNull();
});
