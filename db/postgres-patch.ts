import postgres from "postgres";
import { DatabaseUnfit } from "./errors.ts";

/** The patch of postgres.js this program needs: `xinPatch` in patches/postgres+3.4.9.patch. */
export const neededPatch = 1;

/**
 * Refuses to run on postgres.js as published: there, a transaction whose connection was lost goes on
 * inside somebody else's transaction. patches/README.md has the whole list.
 */
export const assertPostgresPatched = (driver: { readonly xinPatch?: number } = postgres): void => {
  if (driver.xinPatch === neededPatch) return;
  throw new DatabaseUnfit({
    reason: "driver",
    message:
      `postgres.js is not patched (needs patch ${neededPatch}, has ${driver.xinPatch ?? "none"}). ` +
      "Run `npm ci` without --ignore-scripts, or `npx patch-package --error-on-fail`.",
  });
};
