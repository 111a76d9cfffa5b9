import { registerHooks } from "node:module";

/**
 * From now on a module of the product is another one, for everybody but that other one itself, which
 * builds on the original. `original` is the end of its path, such as `/db/client.ts`. So a broken
 * build is made of the shipped code, which has no switch for being broken.
 */
export const replaceModule = (original: string, replacement: URL): void => {
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const isOurs = resolved.url.endsWith(original) && context.parentURL !== replacement.href;
      return isOurs ? { ...resolved, url: replacement.href } : resolved;
    },
  });
};
