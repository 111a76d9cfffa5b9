import { hash, verify } from "@node-rs/argon2";
import { makeSemaphore } from "./semaphore.ts";

/**
 * Argon2id as OWASP's Password Storage Cheat Sheet sets it: 19 MiB, two passes, one lane. It takes
 * about 60 ms of a core in libuv's pool, which file reads and DNS share: never more than two at once.
 */
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;
const hashing = makeSemaphore({ running: 2, waiting: 100 });

/** A password as a PHC string, salt and parameters included. */
export const hashPassword = (password: string): Promise<string> =>
  hashing(() => hash(password, cost));

/**
 * Whether a password belongs to a PHC string. With null, for a person who is unknown or has no
 * password, it does the same work against a hash nobody knows, and answers false: time tells nothing.
 */
export const verifyPassword = async (phc: string | null, password: string): Promise<boolean> => {
  unknown ??= hashPassword(crypto.randomUUID());
  const against = phc ?? (await unknown);
  const matches = await hashing(() => verify(against, password));
  return phc !== null && matches;
};

let unknown: Promise<string> | undefined;
