import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isMissing } from "./data-folder.ts";
import type { Backend } from "./wire/backend.ts";

/** What only a superuser may do: roles, extension and schemas, and what the embedded engine forbids besides. */
export const readRoles = async (): Promise<string> => {
  const files = [
    join(import.meta.dirname, "..", "roles.sql"),
    join(import.meta.dirname, "lockdown.sql"),
  ];
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return texts.join("\n");
};

/** Runs the roles' statements unless these very ones already ran here (their hash lies in `hashFile`). */
export const applyRoles = async (backend: Backend, hashFile: string): Promise<void> => {
  const text = await readRoles();
  const hash = createHash("sha256").update(text).digest("hex");
  if ((await readHash(hashFile)) === hash) return;
  await backend.command(text);
  await writeFile(hashFile, hash, { mode: 0o600 });
};

const readHash = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};
