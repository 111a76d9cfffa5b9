import { afterAll, beforeAll, expect, test } from "vitest";
import { startFakeSmtp, trustFakeSmtp } from "../../tests/fakes/smtp.ts";
import { prepareTenant } from "../../tests/support/prepare-tenant.ts";
import { type ServedApi, serveApi } from "../../tests/support/serve-api.ts";

let api: ServedApi;
let tenantId: string;

beforeAll(async () => {
  trustFakeSmtp();
  api = await serveApi({ XIN_SMTP_ALLOW: "127.0.0.0/8" });
  ({ tenantId } = await prepareTenant(api.services.db, "acme"));
  for (const role of ["owner", "admin", "operator"] as const) {
    await api.addToken(tenantId, "acme", role);
  }
});
afterAll(() => api?.close());

const on = <T = unknown>(method: string, path: string, body?: unknown, as = "acme.owner") =>
  api.call<T>(method, `/api/v1/mail${path}`, { body, as });

test("an owner sets, tries and takes away the mail server; its password is never told", async () => {
  const password = "a password of mail";
  await using smtp = await startFakeSmtp({ password });
  const server = {
    host: "localhost",
    port: smtp.port,
    tls: "starttls",
    user: "acme",
    from: "support@acme.example",
  } as const;
  const members = await api.services.db.tenant(
    tenantId,
    (tx) => tx<{ email: string }[]>`select email from xin.members limit 1`,
  );
  const to = members[0]?.email ?? "";

  expect((await on("GET", "")).body).toEqual({ server: null, isSetUp: false });
  expect((await on("POST", "/test", { to })).status).toBe(400);
  for (const [field, value] of [
    ["host", "10.0.0.7"],
    ["port", 0],
    ["tls", "none"],
    ["from", "no address"],
  ] as const) {
    const given = { ...server, password, [field]: value };
    expect([field, (await on("PUT", "", given)).status]).toEqual([field, 400]);
  }
  expect((await on("PUT", "", { ...server, password }, "acme.admin")).status).toBe(403);
  expect((await on("PUT", "", { ...server, password })).status).toBe(204);

  const read = await on("GET", "", undefined, "acme.admin");
  expect(read.body).toEqual({ server, isSetUp: true });
  expect((await on("GET", "", undefined, "acme.operator")).status).toBe(403);

  expect((await on("POST", "/test", { to: "stranger@elsewhere.example" })).status).toBe(400);
  expect((await on("POST", "/test", { to }, "acme.admin")).status).toBe(403);
  expect((await on("POST", "/test", { to, locale: "zh" })).body).toEqual({ sent: true });
  expect(smtp.mails.map((mail) => mail.to)).toEqual([[to]]);
  // At most one in half a minute.
  expect((await on("POST", "/test", { to })).status).toBe(409);

  // The password stays with the server and user that it was entered for.
  expect((await on("PUT", "", { ...server, from: "hello@acme.example" })).status).toBe(204);
  expect((await on("PUT", "", { ...server, user: "other" })).status).toBe(400);
  expect((await on("DELETE", "", undefined, "acme.admin")).status).toBe(403);
  expect((await on("DELETE", "")).status).toBe(204);
  expect((await on("GET", "")).body).toEqual({ server: null, isSetUp: false });
});
