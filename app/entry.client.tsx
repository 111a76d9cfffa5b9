import { I18nProvider } from "@lingui/react";
import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { HydratedRouter } from "react-router/dom";
import { makeI18n } from "./i18n/catalogues.ts";
import type { Locale } from "./i18n/locale.ts";
import { NonceContext, pageNonce } from "./ui/nonce.ts";

// Radix's scroll lock adds a style element and reads its nonce from this global.
Object.assign(globalThis, { __webpack_nonce__: pageNonce() });

const i18n = await makeI18n(document.documentElement.lang as Locale);

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <NonceContext value={pageNonce()}>
        <I18nProvider i18n={i18n}>
          <HydratedRouter />
        </I18nProvider>
      </NonceContext>
    </StrictMode>,
  );
});
