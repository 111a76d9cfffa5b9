import { expect, it } from "vitest";
import { isEmail } from "./is-email.ts";

it.each([
  "a@b.co",
  "Mary.O'Neil+shop@mail.example.com",
  "x_y-z%1@sub.sub.example.museum",
  `${"a".repeat(64)}@example.com`,
  "post@xn--bcher-kva.example",
])("%s is an address", (text) => {
  expect(isEmail(text)).toBe(true);
});

it.each([
  "",
  "nobody",
  "a@b",
  "a b@example.com",
  "a@example",
  "a@-x.com",
  "a@x-.com",
  "a@@example.com",
  ".a@example.com",
  "a.@example.com",
  "a..b@example.com",
  "a@example..com",
  "a@1.2.3.4",
  "<script>@example.com",
  "a@example.com\nbcc: b@example.com",
  "a@example.com, b@example.com",
  `${"a".repeat(65)}@example.com`,
  `a@${"b.".repeat(130)}com`,
])("%j is none", (text) => {
  expect(isEmail(text)).toBe(false);
});
