import { lingui, linguiTransformerBabelPreset } from "@lingui/vite-plugin";
import { reactRouter } from "@react-router/dev/vite";
import babel from "@rolldown/plugin-babel";
import { defineConfig } from "vite";
import { nativeModules } from "./app/server/native-modules.ts";

// The order matters: native modules first, macros before React Router, catalogues last.
export default defineConfig({
  // A cold cache would otherwise reload the first page in development once for each new dependency.
  optimizeDeps: {
    entries: ["app/root.tsx", "app/entry.client.tsx", "app/routes/**/*.tsx", "app/ui/**/*.tsx"],
    include: ["react-router/dom", "@lingui/react", "@lingui/core"],
  },
  plugins: [
    nativeModules(),
    babel({ presets: [linguiTransformerBabelPreset()] }),
    reactRouter(),
    lingui({ failOnMissing: true, failOnCompileError: true }),
  ],
});
