import { expect, test } from "vitest";
import { makeLogger } from "./log.ts";

const collect = () => {
  const lines: string[] = [];
  return { lines, write: (line: string) => lines.push(line) };
};

test("writes JSON lines with the context of the child", () => {
  const output = collect();
  const log = makeLogger({ logLevel: "info", logFormat: "auto" }, output);
  log.child({ tenantId: "t1", traceId: "abc" }).info({ seq: 4 }, "message posted");
  expect(JSON.parse(output.lines[0] ?? "")).toMatchObject({
    level: "info",
    tenantId: "t1",
    traceId: "abc",
    seq: 4,
    msg: "message posted",
  });
});

test("writes short lines for people when asked", () => {
  const output = collect();
  makeLogger({ logLevel: "info", logFormat: "text" }, output).warn({ port: 3000 }, "slow");
  expect(output.lines[0]).toMatch(/^\d\d:\d\d:\d\d warn {2}slow port=3000\n$/);
});

test("censors secrets and the words of messages", () => {
  const output = collect();
  const log = makeLogger({ logLevel: "info", logFormat: "json" }, output);
  log.info({ token: "canary1", headers: { cookie: "canary2" }, input: { text: "canary3" } }, "x");
  expect(output.lines.join("")).not.toMatch(/canary/);
  expect(output.lines.join("")).toContain("[hidden]");
});

test("an error keeps its code and loses the row and the password in it", () => {
  const output = collect();
  const log = makeLogger({ logLevel: "info", logFormat: "json" }, output);
  const failure = Object.assign(new Error("cannot reach postgres://app:canary@db/xin"), {
    code: "23505",
    detail: "Failing row contains (canary)",
    parameters: ["canary"],
  });
  log.error({ err: failure }, "append failed");
  expect(output.lines.join("")).not.toMatch(/canary/);
  expect(JSON.parse(output.lines[0] ?? "").err).toMatchObject({
    code: "23505",
    message: "cannot reach postgres://***@db/xin",
  });
});
