import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./password-hash.ts";

test("is argon2id with the parameters of the decision, and salted", async () => {
  const [first, second] = await Promise.all([
    hashPassword("secret one"),
    hashPassword("secret one"),
  ]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(first).not.toBe(second);
});

test("knows the right password from a wrong one", async () => {
  const phc = await hashPassword("secret one");
  expect(await verifyPassword(phc, "secret one")).toBe(true);
  expect(await verifyPassword(phc, "secret One")).toBe(false);
});

test("for nobody it does the whole work and answers no, also for the words it compares with", async () => {
  expect(await verifyPassword(null, "anything")).toBe(false);
  expect(await verifyPassword(null, "")).toBe(false);
});
