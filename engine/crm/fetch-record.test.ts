import { afterAll, beforeAll, expect, test } from "vitest";
import { type CrmReply, type FakeCrm, startFakeCrm } from "../../tests/fakes/crm.ts";
import { addressRules } from "../knowledge/web/address-rules.ts";
import { guardedAgent } from "../knowledge/web/guarded-agent.ts";
import { recordText } from "./crm-record.ts";
import { fetchRecord } from "./fetch-record.ts";

let crm: FakeCrm;
let inside: FakeCrm;
const limits = { silenceMs: 2000, requestsAtOnce: 4 };
const open = guardedAgent(addressRules(["127.0.0.0/8"]), undefined, limits);
const strict = guardedAgent(addressRules([]), undefined, limits);
beforeAll(async () => {
  crm = await startFakeCrm({}, "sk-crm");
  inside = await startFakeCrm({ "/secret": { mode: "json", body: order } });
});
afterAll(async () => {
  await Promise.all([open.destroy(), strict.destroy()]);
  await crm[Symbol.asyncDispose]();
  await inside[Symbol.asyncDispose]();
});

const order = {
  number: "A-1042",
  email: "kim@example.com",
  status: "shipped",
  items: [{ name: "Lamp Nord", quantity: 2 }],
  carrier: null,
  expectedAt: "2026-11-28",
  internalMargin: "38%",
};

const ask = (reply: CrmReply, { agent = open, key = "sk-crm", timeoutMs = 1500 } = {}) => {
  crm.replies.set("/orders/A-1042", reply);
  return fetchRecord({ url: crm.url, key, agent, timeoutMs }, "order", "A-1042");
};

test("reads a record with the key, and leaves out what nobody agreed on", async () => {
  const fetched = await ask({ mode: "json", body: order });
  if (!("record" in fetched)) throw new Error(fetched.failure);
  const text = recordText(fetched.record, "en");
  expect(text).toBe(
    "Order A-1042, status: shipped\nItems: 2 × Lamp Nord\nExpected to arrive on: 2026-11-28",
  );
  expect(JSON.stringify(fetched)).not.toContain("38%");
  expect(recordText(fetched.record, "zh")).toMatch(/^订单 A-1042的状态：shipped\n/);
  expect(crm.requests.at(-1)).toEqual({
    path: "/orders/A-1042",
    authorization: "Bearer sk-crm",
  });
});

test.each<[string, CrmReply, string]>([
  ["hangs", { mode: "hang" }, "timeout"],
  ["drips", { mode: "drip" }, "timeout"],
  ["returns megabytes", { mode: "flood" }, "too_large"],
  ["has another content type", { mode: "html" }, "not_json"],
  ["breaks off its JSON", { mode: "broken" }, "not_json"],
  ["has no such record", { mode: "status", status: 404 }, "absent"],
  ["fails", { mode: "status", status: 500 }, "refused"],
  ["cuts the connection", { mode: "cut" }, "unreachable"],
  ["tells another record", { mode: "json", body: { ...order, number: "A-1043" } }, "other_record"],
  ["tells no owner at all", { mode: "json", body: { ...order, email: undefined } }, "shape"],
  ["tells a number as a number", { mode: "json", body: { ...order, number: 1042 } }, "shape"],
  ["tells a novel", { mode: "json", body: { ...order, status: "x".repeat(300) } }, "shape"],
  ["tells a list", { mode: "json", body: [order] }, "shape"],
  ["tells the key", { mode: "json", body: { ...order, note: "key sk-crm" } }, "shape"],
])("a system that %s is a failure, and nothing of it is passed on", async (_, reply, failure) => {
  const fetched = await ask(reply, { timeoutMs: failure === "timeout" ? 200 : 1500 });
  expect(fetched).toMatchObject({ failure });
  expect(fetched).not.toHaveProperty("record");
});

test("a redirect is not followed: neither the request nor the key goes elsewhere", async () => {
  const fetched = await ask({ mode: "redirect", to: `${inside.url}/secret` });
  expect(fetched).toMatchObject({ failure: "redirected", detail: "302" });
  expect(inside.requests).toEqual([]);
});

test("an address inside is never connected to", async () => {
  const before = crm.requests.length;
  expect(await ask({ mode: "json", body: order }, { agent: strict })).toMatchObject({
    failure: "address_private",
  });
  expect(crm.requests).toHaveLength(before);
});

test("a wrong key is told as such", async () => {
  expect(await ask({ mode: "json", body: order }, { key: "sk-other" })).toMatchObject({
    failure: "unauthorized",
  });
});
