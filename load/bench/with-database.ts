import { type ScratchDatabase, makeScratchDatabase } from "../lib/scratch-database.ts";
import type { Environment } from "./bench-line.ts";

/**
 * Runs a measurement with the URL of a database of its own on DATABASE_URL's server, or with null when
 * there is none: then the embedded database is used.
 */
export const withDatabase = async <T>(
  env: Environment,
  run: (appUrl: string | null) => Promise<T>,
): Promise<T> => {
  const superuserUrl = env["DATABASE_URL"] ?? "";
  if (superuserUrl === "") return run(null);
  await using database: ScratchDatabase = await makeScratchDatabase(superuserUrl, env);
  return await run(database.appUrl);
};
