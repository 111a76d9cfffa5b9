import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequestListener } from "@remix-run/node-fetch-server";
import { makeApiHandler } from "#app/api/api-handler.ts";
import type { Role } from "#engine/actions/envelope.ts";
import { createApiToken } from "#engine/tenancy/create-api-token.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { type TestServices, openTestServices } from "./test-services.ts";

/** What the API answered, its body read as JSON; null when it has none. */
export type ApiAnswer<T = unknown> = { status: number; headers: Headers; body: T };

/** How the API is called: as whom (a name given to `addToken`, a token, or "nobody"), and with what. */
export type ApiCall = {
  readonly as?: string;
  /** Sent as JSON; text and bytes as they are. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};

/** The API on a port of its own, with services of its own behind it. */
export type ServedApi = {
  readonly services: TestServices;
  readonly origin: string;
  /** By the names given to them. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Makes a token of a tenant, which calls name as `<slug>.<role>`. */
  addToken(tenantId: string, slug: string, role: Role): Promise<void>;
  call<T = unknown>(method: string, path: string, options?: ApiCall): Promise<ApiAnswer<T>>;
  close(): Promise<void>;
};

/** Serves the API for a test file, with these settings. Calls are those of "acme.admin" unless they say otherwise. */
export const serveApi = async (env: Readonly<Record<string, string>> = {}): Promise<ServedApi> => {
  const services = await openTestServices(env);
  const api = makeApiHandler(services);
  const http = createServer(createRequestListener((request) => api.handle(request)));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const tokens: Record<string, string> = {};
  return {
    services,
    origin,
    tokens,
    addToken: async (tenantId, slug, role) => {
      const system = systemEnvelope(tenantId, "test");
      const name = `${slug} ${role}`;
      tokens[`${slug}.${role}`] = (await createApiToken(services.db, system, { name, role })).token;
    },
    call: async <T>(method: string, path: string, options: ApiCall = {}): Promise<ApiAnswer<T>> => {
      const { as = "acme.admin", body, headers = {} } = options;
      const isBytes = body instanceof Uint8Array;
      const type = isBytes ? "application/octet-stream" : "application/json";
      const response = await fetch(origin + path, {
        method,
        headers: {
          ...(as === "nobody" ? {} : { authorization: `Bearer ${tokens[as] ?? as}` }),
          ...(body === undefined ? {} : { "content-type": type }),
          ...headers,
        },
        body: bodyOf(body),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: (text === "" ? null : JSON.parse(text)) as T,
      };
    },
    close: async () => {
      await new Promise((resolve) => http.close(resolve));
      await api.close();
      await services.close();
    },
  };
};

const bodyOf = (body: unknown): string | Uint8Array<ArrayBuffer> | null => {
  if (body === undefined) return null;
  if (body instanceof Uint8Array) return Uint8Array.from(body);
  return typeof body === "string" ? body : JSON.stringify(body);
};
