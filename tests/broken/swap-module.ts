import { existsSync } from "node:fs";
import { registerHooks } from "node:module";

const project = new URL("../../", import.meta.url);

/**
 * Lets every later import of a module of the product get another one instead, which may itself import
 * the original and change a part of it. Paths are from the project's folder. Throws when there is no
 * such module: a broken build that breaks nothing would prove nothing.
 */
export const swapModule = (originalPath: string, replacementPath: string): void => {
  const [original, replacement] = [originalPath, replacementPath].map((path) => {
    const url = new URL(path, project);
    if (!existsSync(url)) throw new Error(`${path} is gone: let tests/broken follow the product.`);
    return url.href;
  });
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context);
      if (found.url !== original || context.parentURL === replacement) return found;
      return { ...found, url: replacement ?? found.url };
    },
  });
};
