import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Data } from "effect";

/** Wraps data keys with a key that never leaves it: a key file here, a vault elsewhere. */
export type KeyProvider = {
  /** Name of the key that new data keys are wrapped with. */
  readonly currentKeyId: string;
  /** Wraps a data key of 32 bytes with the current key. `context` must be the same to unwrap. */
  wrap(dataKey: Uint8Array, context: string): Promise<Uint8Array>;
  /** Throws SecretUnreadable for an unknown key, a changed text or another context. */
  unwrap(keyId: string, wrapped: Uint8Array, context: string): Promise<Uint8Array>;
};

/** A sealed value or its key cannot be read. The message never holds the value. */
export class SecretUnreadable extends Data.TaggedError("SecretUnreadable")<{
  readonly reason: "unknown_key" | "changed" | "key_file";
  readonly message: string;
}> {}

/** A key provider over a file, which can also take a new key. */
export type LocalKeyProvider = KeyProvider & {
  /** Adds a key and makes it the current one; the old ones still unwrap. Answers the new key's id. */
  rotate(): Promise<string>;
};

type KeyFile = { readonly current: string; readonly keys: Readonly<Record<string, string>> };

/**
 * Opens `<dataDir>/keys.json`, made on first use with mode 0600. Losing this file loses every secret
 * of the installation; a copy of the database alone reveals none.
 */
export const openLocalKeys = async (dataDir: string): Promise<LocalKeyProvider> => {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, "keys.json");
  let file = await readOrCreate(path);
  const keyOf = async (keyId: string) => {
    // Another process may have rotated since this one started.
    if (file.keys[keyId] === undefined) file = await readKeyFile(path);
    const key = file.keys[keyId];
    if (key !== undefined) return Buffer.from(key, "base64");
    throw new SecretUnreadable({
      reason: "unknown_key",
      message: `The key ${keyId} is not in ${path}. Restore the key file that belongs to this database.`,
    });
  };
  return {
    get currentKeyId() {
      return file.current;
    },
    wrap: async (dataKey, context) => seal(await keyOf(file.current), dataKey, context),
    unwrap: async (keyId, wrapped, context) => unseal(await keyOf(keyId), wrapped, context),
    rotate: async () => {
      const added = newKeyFile();
      file = await readKeyFile(path);
      file = { current: added.current, keys: { ...file.keys, ...added.keys } };
      await writeWhole(path, file, "replace");
      return file.current;
    },
  };
};

/** Encrypts with AES-256-GCM: 12 bytes of nonce, the text, 16 bytes of tag. */
export const seal = (key: Uint8Array, text: Uint8Array, context: string): Uint8Array => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
};

/** Decrypts what `seal` made. Throws SecretUnreadable when the bytes, the key or the context differ. */
export const unseal = (key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array => {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  } catch {
    throw new SecretUnreadable({
      reason: "changed",
      message: "The sealed value was changed, moved to another row, or sealed with another key.",
    });
  }
};

const newKeyFile = (): KeyFile => {
  const id = `local-${randomBytes(4).toString("hex")}`;
  return { current: id, keys: { [id]: randomBytes(32).toString("base64") } };
};

const readOrCreate = async (path: string): Promise<KeyFile> => {
  try {
    return await readKeyFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  await writeWhole(path, newKeyFile(), "keep");
  // Another process may have been first; both go on with what lies there.
  return readKeyFile(path);
};

const readKeyFile = async (path: string): Promise<KeyFile> => {
  const text = await readFile(path, "utf8");
  const othersMay = 0o077;
  if (((await stat(path)).mode & othersMay) !== 0) await chmod(path, 0o600);
  const unreadable = new SecretUnreadable({
    reason: "key_file",
    message: `${path} is damaged. Restore it from a backup; without it stored secrets cannot be read.`,
  });
  try {
    const file = JSON.parse(text) as KeyFile;
    if (typeof file.keys[file.current] === "string") return file;
  } catch {
    throw unreadable;
  }
  throw unreadable;
};

/** Writes the file in one step, so that a crash leaves the old or the new one, never a part. */
const writeWhole = async (path: string, file: KeyFile, existing: "keep" | "replace") => {
  const draft = `${path}.${randomBytes(4).toString("hex")}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(JSON.stringify(file, null, 2));
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (existing === "replace") return rename(draft, path);
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft);
  }
};
