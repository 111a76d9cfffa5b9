import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WireError } from "#contract/ack.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import type { Role } from "#engine/actions/envelope.ts";

import { createPolicy } from "#engine/policy/create-policy.ts";
import { defaultPolicyText } from "#engine/policy/default-policy.ts";
import { revokeApiToken } from "#engine/tenancy/api-token.ts";
import { defaultChannelSettings } from "#engine/tenancy/channel-settings.ts";
import { createApiToken } from "#engine/tenancy/create-api-token.ts";
import { createChannel } from "#engine/tenancy/create-channel.ts";
import { createTenant } from "#engine/tenancy/create-tenant.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { startVisitorSession } from "#engine/tenancy/visitor-sessions.ts";
import { type ServedApi, serveApi } from "../../tests/support/serve-api.ts";

type Refusal = { error: WireError };

let api: ServedApi;
let services: ServedApi["services"];
const conversations: Record<string, string> = {};

const makeTenant = async (slug: string) => {
  const tenantId = await createTenant(services.db, { slug, name: slug, by: "test" });
  const system = systemEnvelope(tenantId, "test");
  const channel = { name: "Help", settings: defaultChannelSettings };
  const { channelId } = await createChannel(services.db, system, channel);
  for (const role of ["admin", "viewer"] satisfies Role[]) await api.addToken(tenantId, slug, role);
  const session = { token: null, locale: "en" } as const;
  const { contactId } = await services.db.tenant(tenantId, (tx) =>
    startVisitorSession(tx, { tenantId, channelId }, session),
  );
  const conversationId = uuidv7();
  await postMessage(
    services,
    { ...system, actor: { kind: "visitor", id: contactId, name: null }, idempotencyKey: uuidv7() },
    {
      conversationId,
      channelId,
      parts: [{ type: "text", text: "Hello from outside" }],
      note: false,
    },
  );
  conversations[slug] = conversationId;
  return tenantId;
};

beforeAll(async () => {
  api = await serveApi();
  ({ services } = api);
  await makeTenant("acme");
  await makeTenant("globex");
});
afterAll(() => api?.close());

const call: ServedApi["call"] = (method, path, options) => api.call(method, path, options);

const text = (words: string) => ({ parts: [{ type: "text", text: words }] });
const inAcme = (rest = "") => `/api/v1/conversations/${conversations["acme"]}${rest}`;

describe("who may call", () => {
  test.each(["nobody", "xin_wrong", "", "xin_".padEnd(300, "x")])(
    "a call as %j is unauthenticated, and the message says how to get a token",
    async (as) => {
      const answer = await call<Refusal>("GET", "/api/v1/conversations", { as });
      expect(answer.status).toBe(401);
      expect(answer.body.error.kind).toBe("unauthenticated");
      expect(answer.body.error.message).toContain("token create");
    },
  );

  test("a revoked token is refused at once", async () => {
    const tenantId = await createTenant(services.db, { slug: "hooli", name: "Hooli", by: "test" });
    const system = systemEnvelope(tenantId, "test");
    const made = await createApiToken(services.db, system, { name: "x", role: "viewer" });
    expect((await call("GET", "/api/v1/conversations", { as: made.token })).status).toBe(200);
    expect(await revokeApiToken(services.db, system, made.tokenId)).toBe(true);
    expect((await call("GET", "/api/v1/conversations", { as: made.token })).status).toBe(401);
  });

  test("a viewer reads and does not write", async () => {
    expect((await call("GET", inAcme(), { as: "acme.viewer" })).status).toBe(200);
    const write = { as: "acme.viewer", body: text("hi") };
    const answer = await call<Refusal>("POST", inAcme("/messages"), write);
    expect([answer.status, answer.body.error.kind]).toEqual([403, "forbidden"]);
  });
});

describe("another tenant's conversation", () => {
  const routes: [string, string, unknown?][] = [
    ["GET", ""],
    ["GET", "/events"],
    ["POST", "/messages", text("hi")],
    ["POST", "/take-over"],
    ["POST", "/hand-back", {}],
    ["POST", "/assign", { memberId: null }],
    ["POST", "/resolve"],
    ["POST", "/reopen"],
  ];
  test.each(routes)(
    "%s %s answers exactly as one that does not exist",
    async (method, path, body) => {
      const foreign = `/api/v1/conversations/${conversations["globex"]}${path}`;
      const unknown = `/api/v1/conversations/${uuidv7()}${path}`;
      const [one, other] = [
        await call(method, foreign, { body }),
        await call(method, unknown, { body }),
      ];
      expect(one.status).toBe(404);
      expect({ status: one.status, body: one.body }).toEqual({
        status: other.status,
        body: other.body,
      });
    },
  );
});

describe("requests that do not fit", () => {
  test.each([
    ["a wrong type", { parts: [{ type: "text", text: 7 }] }, "parts"],
    ["a missing field", { note: true }, "parts"],
    ["an unknown part", { parts: [{ type: "video", text: "x" }] }, "parts"],
    ["broken JSON", "{ not json", "body"],
  ])("%s is a 400 that names the place", async (_, body, place) => {
    const answer = await call<Refusal>("POST", inAcme("/messages"), { body });
    expect([answer.status, answer.body.error.kind]).toEqual([400, "invalid"]);
    expect(answer.body.error.message).toContain(place);
  });

  test("a bad id in the path is a 400", async () => {
    const answer = await call<Refusal>("GET", "/api/v1/conversations/42");
    expect([answer.status, answer.body.error.kind]).toEqual([400, "invalid"]);
    expect(answer.body.error.message).toContain("conversationId");
  });

  test("a blank message is refused by name", async () => {
    const answer = await call<Refusal>("POST", inAcme("/messages"), { body: text(" \u200b ") });
    expect([answer.status, answer.body.error.kind]).toEqual([400, "blank"]);
  });

  test("a body above 1 MiB is a 413 with our error, declared or not", async () => {
    const body = JSON.stringify(text("x".repeat(1_100_000)));
    const declared = await call<Refusal>("POST", inAcme("/messages"), { body });
    expect([declared.status, declared.body.error.kind]).toEqual([413, "too_large"]);
    expect(declared.body.error.message).toContain("1 MiB");

    const response = await fetch(api.origin + inAcme("/messages"), {
      method: "POST",
      headers: {
        authorization: `Bearer ${api.tokens["acme.admin"]}`,
        "content-type": "application/json",
      },
      body: new Blob([body]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(((await response.json()) as Refusal).error.kind).toBe("too_large");
  });

  test("an unknown path and an unknown content type get our error too", async () => {
    const missing = await call<Refusal>("GET", "/api/v1/nothing");
    expect([missing.status, missing.body.error.kind]).toEqual([404, "not_found"]);
    const headers = { "content-type": "application/xml" };
    const odd = await call<Refusal>("POST", inAcme("/messages"), { body: "<x/>", headers });
    expect([odd.status, odd.body.error.kind]).toEqual([400, "invalid"]);
  });
});

describe("conversations", () => {
  test("are listed with their rows", async () => {
    const { body } = await call<{ conversations: ConversationRow[] }>(
      "GET",
      "/api/v1/conversations",
    );
    expect(body.conversations.map((row) => row.id)).toEqual([conversations["acme"]]);
  });

  test("a message is posted once however often it is sent, and stands in the log", async () => {
    const request = {
      body: text("Hello from the API"),
      headers: { "idempotency-key": "order 17" },
    };
    const first = await call<{ seq: number }>("POST", inAcme("/messages"), request);
    const again = await call<{ seq: number }>("POST", inAcme("/messages"), request);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual({ ...first.body, duplicate: true });

    const log = await call<{ events: ConversationEvent[]; lastSeq: number }>(
      "GET",
      inAcme(`/events?after=${first.body.seq - 1}&limit=1`),
    );
    expect(log.body.events).toHaveLength(1);
    expect(log.body.events[0]).toMatchObject({
      seq: first.body.seq,
      actor: { kind: "api", name: "acme admin" },
      body: { type: "message.posted", note: false },
    });
  });

  test("are resolved and opened again", async () => {
    await call("POST", inAcme("/resolve"));
    expect((await call<ConversationRow>("GET", inAcme())).body.status).toBe("resolved");
    await call("POST", inAcme("/reopen"));
    expect((await call<ConversationRow>("GET", inAcme())).body.status).toBe("open");
  });

  test("are taken from the AI and handed back with a note", async () => {
    await call("POST", inAcme("/take-over"));
    expect((await call<ConversationRow>("GET", inAcme())).body.holder).toBe("people");
    await call("POST", inAcme("/hand-back"), { body: { note: "Gold customer" } });
    expect((await call<ConversationRow>("GET", inAcme())).body.holder).toBe("ai");
  });

  test("what others wrote meanwhile holds a message back and comes with the refusal", async () => {
    const { body: row } = await call<ConversationRow>("GET", inAcme());
    const note = { body: { ...text("Look here"), note: true } };
    const other = await call<{ seq: number }>("POST", inAcme("/messages"), note);
    expect(other.body.seq).toBeGreaterThan(row.lastSeq);
    // The same token's own words do not hold it back; another token's do.
    const system = systemEnvelope((await tenantOf("acme")) ?? "", "test");
    const made = await createApiToken(services.db, system, { name: "second", role: "operator" });
    const held = await call<Refusal>("POST", inAcme("/messages"), {
      as: made.token,
      body: { ...text("Reply"), seenSeq: row.lastSeq },
    });
    expect([held.status, held.body.error.kind]).toEqual([409, "unseen"]);
    expect(held.body.error.missed?.map((event) => event.seq)).toEqual([other.body.seq]);
  });
});

const tenantOf = async (slug: string) => {
  const [tenant] = await services.db.lookup(
    (tx) => tx<{ id: string }[]>`select id from xin.tenant_by_slug(${slug})`,
  );
  return tenant?.id;
};

describe("policies and decisions", () => {
  test("policies are listed with their versions and texts, to their tenant alone", async () => {
    const tenantId = (await tenantOf("acme")) ?? "";
    const policy = { name: "Help desk", text: defaultPolicyText("Acme") };
    const system = systemEnvelope(tenantId, "test");
    const { policyId } = await createPolicy(services, system, policy);
    const { body } = await call<{ policies: { id: string; name: string }[] }>(
      "GET",
      "/api/v1/policies",
    );
    expect(body.policies).toMatchObject([{ id: policyId, name: "Help desk", lastVersion: 1 }]);
    const one = await call("GET", `/api/v1/policies/${policyId}/versions/1`);
    expect(one.body).toMatchObject({ version: 1, text: policy.text });

    for (const path of [`${policyId}/versions`, `${policyId}/versions/1`]) {
      const foreign = await call("GET", `/api/v1/policies/${path}`, { as: "globex.admin" });
      const unknown = await call("GET", `/api/v1/policies/${path.replace(policyId, uuidv7())}`);
      expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
    }
  });

  test("a conversation without decisions has none; a foreign one does not exist", async () => {
    expect((await call("GET", inAcme("/decisions"))).body).toEqual({ decisions: [] });
    const foreign = `/api/v1/conversations/${conversations["globex"]}/decisions`;
    expect((await call("GET", foreign)).status).toBe(404);
    expect((await call("GET", `/api/v1/decisions/${uuidv7()}`)).status).toBe(404);
  });
});

describe("the document", () => {
  test("/api/v1/openapi.json names every path and the bearer scheme", async () => {
    const { status, body } = await call<{
      openapi: string;
      paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
      components: { securitySchemes: Record<string, unknown> };
    }>("GET", "/api/v1/openapi.json", { as: "nobody" });
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.1/);
    expect(Object.keys(body.paths)).toContain("/api/v1/conversations/{conversationId}/messages");
    expect(Object.values(body.components.securitySchemes)).toContainEqual({
      type: "http",
      scheme: "Bearer",
    });
    for (const operations of Object.values(body.paths)) {
      for (const { responses } of Object.values(operations)) {
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(["400", "401", "404"]));
      }
    }
  });

  test("/api/v1/docs loads nothing from elsewhere and allows only its own two scripts", async () => {
    const response = await fetch(`${api.origin}/api/v1/docs`);
    const html = await response.text();
    expect(html).not.toMatch(/<(script|link)[^>]+(src|href)=["']https?:/);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy.match(/'sha256-/g)).toHaveLength(2);
    expect(policy).toContain("default-src 'none'");
  });
});
