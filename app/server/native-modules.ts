import { pathToFileURL } from "node:url";
import type { Plugin } from "vite";

const serverFolders = /^#(?:engine|db|realtime)\//;
const prefix = "\0xin-native:";
const registryKey = "xin.native-modules";
const registry = ((globalThis as Record<symbol, unknown>)[Symbol.for(registryKey)] ??=
  {}) as Record<string, object>;

/**
 * Keeps server code out of the bundle, so that a pool or a metric exists once in a process.
 * The build leaves `#engine|#db|#realtime` imports to Node. The development server hands on the
 * module Node already holds. A browser build that would carry one of them fails.
 */
export const nativeModules = (): Plugin => ({
  name: "xin-native-modules",
  enforce: "pre",
  resolveId: {
    filter: { id: serverFolders },
    async handler(id, importer, options) {
      const scanning = "scan" in options && options.scan === true;
      if (scanning) return { id, external: true };
      if (this.environment.config.consumer === "client") {
        this.error(`${importer ?? "A module"} brings ${id} to the browser. Import its type only.`);
      }
      if (this.environment.mode === "build") return { id, external: true };
      const resolved = await this.resolve(id, importer, { skipSelf: true });
      return resolved === null ? null : prefix + resolved.id;
    },
  },
  load: {
    filter: { id: new RegExp(`^${prefix}`) },
    async handler(id) {
      const url = pathToFileURL(id.slice(prefix.length)).href;
      const exported = (await import(url)) as object;
      registry[url] = exported;
      const held = `globalThis[Symbol.for(${JSON.stringify(registryKey)})][${JSON.stringify(url)}]`;
      return Object.keys(exported)
        .map((name) => `const $${name} = ${held}.${name}; export { $${name} as ${name} };`)
        .join("\n");
    },
  },
});
