import { createContext, use } from "react";

/** The page's CSP nonce while the server renders. */
export const NonceContext = createContext<string | undefined>(undefined);
export const useNonce = (): string | undefined => use(NonceContext);

/** The nonce in the browser. Browsers hide the attribute, the property stays readable. */
export const pageNonce = (): string =>
  document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
