import { defineConfig } from "@lingui/conf";

/** The widget and the demo pages carry their own small catalogues. */
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "zh"],
  catalogs: [
    {
      path: "app/i18n/locales/{locale}",
      include: ["app"],
      exclude: ["app/widget/**", "app/demo-shop/**", "app/api/**"],
    },
  ],
});
