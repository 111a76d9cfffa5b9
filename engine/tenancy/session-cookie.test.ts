import { expect, test } from "vitest";
import {
  clearSessionCookie,
  serializeSessionCookie,
  sessionCookieName,
  sessionTokenOf,
} from "./session-cookie.ts";
import { newToken } from "./token.ts";

const token = newToken();

test("over http: a plain name", () => {
  expect(serializeSessionCookie(token, null, 60_000)).toBe(
    `xin_session=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60`,
  );
});

test("over https: __Host- and Secure", () => {
  const header = serializeSessionCookie(token, "https://help.example.com", 60_000);
  expect(header).toMatch(/^__Host-xin_session=.*; Path=\/; .*; Secure$/);
});

test("the token is read from among other cookies", () => {
  expect(sessionTokenOf(`a=b; xin_session=${token}; c=d=e`, null)).toBe(token);
});

test("over https a cookie without the prefix is nobody's: a subdomain could have planted it", () => {
  expect(sessionTokenOf(`xin_session=${token}`, "https://help.example.com")).toBeNull();
});

test.each([null, undefined, "", "xin_session=", "xin_session=short", `x_xin_session=${token}`])(
  "%j holds no token",
  (header) => {
    expect(sessionTokenOf(header, null)).toBeNull();
  },
);

test("signing out clears the cookie at once", () => {
  expect(clearSessionCookie(null)).toContain(`${sessionCookieName(null)}=;`);
  expect(clearSessionCookie(null)).toContain("Max-Age=0");
});
