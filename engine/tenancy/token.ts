import { hash, randomBytes } from "node:crypto";

/** A bearer token: 32 random bytes (256 bits) in base64url, 43 characters. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/**
 * What the database keeps of a token: its SHA-256. A plain hash is enough, since a random token
 * cannot be guessed from it; look-up by hash leaks nothing about the token through time.
 */
export const hashToken = (token: string): Buffer => hash("sha256", token, "buffer");
