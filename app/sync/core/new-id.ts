/** A random UUID (version 4), also on pages without TLS, where `crypto.randomUUID` is missing. */
export const newId = (): string =>
  typeof crypto.randomUUID === "function" ? crypto.randomUUID() : idFromRandomBytes();

/** The same, from random bytes alone. */
export const idFromRandomBytes = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};
