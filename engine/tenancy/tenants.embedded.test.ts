import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readChannels } from "#db/reads/channels.ts";
import { readMembers } from "#db/reads/members.ts";
import { listTenants, tenantBySlug } from "#db/reads/tenants.ts";
import type { TestDb } from "../../tests/support/test-db.ts";
import { openTestDb } from "../../tests/support/test-db.ts";
import type { Envelope, Role } from "../actions/envelope.ts";
import { addMember } from "./add-member.ts";
import { apiTokenPrincipal, revokeApiToken } from "./api-token.ts";
import { defaultChannelSettings } from "./channel-settings.ts";
import { createApiToken } from "./create-api-token.ts";
import { createChannel } from "./create-channel.ts";
import { createTenant } from "./create-tenant.ts";
import { memberEnvelope } from "./member-envelope.ts";
import { systemEnvelope } from "./system-envelope.ts";
import { updateProfile } from "./update-profile.ts";
import { channelByKey, startVisitorSession, visitorByToken } from "./visitor-sessions.ts";

let testDb: TestDb;
let acme: string;
let globex: string;

beforeAll(async () => {
  testDb = await openTestDb();
  acme = await createTenant(testDb.db, { slug: "acme", name: "Acme", by: "test" });
  globex = await createTenant(testDb.db, { slug: "globex", name: "Globex", by: "test" });
});
afterAll(() => testDb?.close());

const as = (tenantId: string, role: Role): Envelope => {
  const envelope = systemEnvelope(tenantId, "test");
  return { ...envelope, actor: { ...envelope.actor, role } };
};
const ada = { email: "Ada@Example.com", name: "Ada", role: "operator", locale: "zh" } as const;

describe("tenants", () => {
  test("are found by slug and listed oldest first", async () => {
    expect(await testDb.db.lookup((tx) => tenantBySlug(tx, "acme"))).toMatchObject({ id: acme });
    expect(await testDb.db.lookup((tx) => tenantBySlug(tx, "nobody"))).toBeNull();
    const slugs = (await testDb.db.lookup(listTenants)).map((tenant) => tenant.slug);
    expect(slugs).toEqual(["acme", "globex"]);
  });

  test.each([
    ["acme", "Again", "conflict"],
    ["Bad Slug", "Name", "invalid"],
    ["x", "Name", "invalid"],
    ["fine", " ", "invalid"],
    ["fine", "n".repeat(101), "invalid"],
  ])("%s / %s is refused as %s", async (slug, name, kind) => {
    await expect(createTenant(testDb.db, { slug, name, by: "test" })).rejects.toMatchObject({
      kind,
    });
  });
});

describe("members", () => {
  test("are added once, under a lower-case address, and seen only in their tenant", async () => {
    const id = await addMember(testDb.db, as(acme, "admin"), ada);
    const member = { id, email: "ada@example.com", role: "operator", locale: "zh" };
    expect(await testDb.db.tenant(acme, readMembers)).toMatchObject([member]);
    expect(await testDb.db.tenant(globex, readMembers)).toEqual([]);
    await expect(addMember(testDb.db, as(acme, "admin"), ada)).rejects.toMatchObject({
      kind: "conflict",
    });
  });

  test.each([
    ["operator", "operator", "forbidden"],
    ["admin", "owner", "forbidden"],
  ] as const)("%s may not add %s", async (role, added, kind) => {
    const member = { ...ada, email: "x@example.com", role: added };
    await expect(addMember(testDb.db, as(acme, role), member)).rejects.toMatchObject({ kind });
  });

  test("an address that is none is refused", async () => {
    const member = { ...ada, email: "no address" };
    await expect(addMember(testDb.db, as(acme, "owner"), member)).rejects.toMatchObject({
      kind: "invalid",
    });
  });

  test("change their own name and language, and nobody else's", async () => {
    const memberId = await addMember(testDb.db, as(globex, "owner"), ada);
    const own = memberEnvelope({ tenantId: globex, memberId, name: "Ada", role: "operator" });
    await updateProfile(testDb.db, own, { name: "Ada L.", locale: "en" });
    expect(await testDb.db.tenant(globex, readMembers)).toMatchObject([
      { name: "Ada L.", locale: "en" },
    ]);
    const foreign = memberEnvelope({ tenantId: acme, memberId });
    await expect(updateProfile(testDb.db, foreign, { name: "X" })).rejects.toMatchObject({
      kind: "not_found",
    });
  });
});

describe("channels and visitors", () => {
  const make = (tenantId: string, key: string) =>
    createChannel(testDb.db, as(tenantId, "owner"), {
      name: "Help",
      key,
      settings: { ...defaultChannelSettings, allowedOrigins: ["https://shop.example.com"] },
    });

  test("a channel is found by its key, with its look and its origins", async () => {
    const { channelId } = await make(acme, "acme_help");
    expect(await channelByKey(testDb.db, "acme_help")).toEqual({
      tenantId: acme,
      channelId,
      tenantSlug: "acme",
      name: "Help",
      look: {
        name: "Help",
        brand: defaultChannelSettings.brand,
        greeting: defaultChannelSettings.greeting,
        suggestions: { en: [], zh: [] },
      },
      allowedOrigins: ["https://shop.example.com"],
    });
    expect(await channelByKey(testDb.db, "nobody_knows")).toBeNull();
    expect(await channelByKey(testDb.db, "'; --")).toBeNull();
    expect(await testDb.db.tenant(acme, readChannels)).toMatchObject([{ key: "acme_help" }]);
  });

  test.each([
    ["a taken key", { key: "acme_help" }, "conflict"],
    ["a bad key", { key: "no spaces" }, "invalid"],
    ["a bad colour", { settings: { ...defaultChannelSettings, brand: "green" } }, "invalid"],
    [
      "an origin with a path",
      { settings: { ...defaultChannelSettings, allowedOrigins: ["https://a.example/x"] } },
      "invalid",
    ],
  ])("%s is refused", async (_, change, kind) => {
    const channel = { name: "Help", settings: defaultChannelSettings, ...change };
    const attempt = createChannel(testDb.db, as(globex, "owner"), channel);
    await expect(attempt).rejects.toMatchObject({ kind });
  });

  test("a visitor's session goes on with its token; a token of another tenant is as good as none", async () => {
    const { channelId } = await make(acme, "acme_second");
    const foreign = await make(globex, "globex_help");
    const here = { tenantId: acme, channelId };
    const start = (place: typeof here, token: string | null, locale: "en" | "zh") =>
      testDb.db.tenant(place.tenantId, (tx) => startVisitorSession(tx, place, { token, locale }));
    const first = await start(here, null, "en");
    const again = await start(here, first.token, "zh");
    expect(again).toEqual(first);
    expect(await visitorByToken(testDb.db, first.token)).toEqual({
      ...here,
      contactId: first.contactId,
    });

    const there = { tenantId: globex, channelId: foreign.channelId };
    const other = await start(there, first.token, "en");
    expect(other.token).not.toBe(first.token);
    expect(other.contactId).not.toBe(first.contactId);
    expect(await visitorByToken(testDb.db, "unknown")).toBeNull();
  });
});

describe("API tokens", () => {
  test("speak for their tenant and role until they are revoked", async () => {
    const made = await createApiToken(testDb.db, as(acme, "admin"), { name: "CI", role: "viewer" });
    expect(made.token).toMatch(/^xin_[A-Za-z0-9_-]{43}$/);
    expect(await apiTokenPrincipal(testDb.db, made.token)).toEqual({
      tenantId: acme,
      tokenId: made.tokenId,
      role: "viewer",
      name: "CI",
    });
    expect(await revokeApiToken(testDb.db, as(globex, "owner"), made.tokenId)).toBe(false);
    expect(await revokeApiToken(testDb.db, as(acme, "owner"), made.tokenId)).toBe(true);
    expect(await apiTokenPrincipal(testDb.db, made.token)).toBeNull();
  });

  test("are made by those who may, and never with more than their maker has", async () => {
    const token = { name: "CI", role: "owner" } as const;
    await expect(createApiToken(testDb.db, as(acme, "operator"), token)).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(createApiToken(testDb.db, as(acme, "admin"), token)).rejects.toMatchObject({
      kind: "forbidden",
    });
  });
});

test("every change is in the audit log, which nobody can change", async () => {
  const actions = await testDb.db.tenant(
    acme,
    (tx) => tx<{ action: string }[]>`select distinct action from xin.audit_log order by action`,
  );
  expect(actions.map((row) => row.action)).toEqual([
    "channel.create",
    "member.add",
    "tenant.create",
    "token.create",
    "token.revoke",
  ]);
  const change = testDb.db.tenant(acme, (tx) => tx`update xin.audit_log set action = 'x'`);
  await expect(change).rejects.toThrow(/permission denied/);
  const erase = testDb.db.tenant(acme, (tx) => tx`delete from xin.audit_log`);
  await expect(erase).rejects.toThrow(/permission denied/);
});
