import { createContext, type RouterContext } from "react-router";
import type { Services } from "#engine/runtime/services.ts";
import type { Principal } from "#engine/tenancy/principal.ts";
import type { Locale } from "./i18n/locale.ts";

/** What every request knows before a route runs. */
export type RequestFacts = {
  readonly nonce: string;
  readonly locale: Locale;
  readonly traceparent: string;
  /** The caller's network address, for throttling. */
  readonly address: string;
};

/** The process's services, for loaders and actions. */
export const servicesContext = shared<Services>("xin.services");
export const requestContext = shared<RequestFacts>("xin.request");
/** Who is signed in; null for nobody. */
export const principalContext = shared<Principal | null>("xin.principal");

// This file is evaluated twice, natively by the server and inside the bundle. The key makes it one context.
function shared<T>(name: string): RouterContext<T> {
  const registry = globalThis as unknown as Record<symbol, RouterContext<T> | undefined>;
  return (registry[Symbol.for(name)] ??= createContext<T>());
}
