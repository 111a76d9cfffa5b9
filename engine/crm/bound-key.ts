/** A key together with the server it was entered for, as it is sealed: it goes to no other one. */
export const boundKey = (url: string, key: string): string => `${new URL(url).origin} ${key}`;

/** The key, for an address at the server it was entered for; null for any other. */
export const keyFor = (url: string, bound: string): string | null => {
  const [origin, key] = bound.split(" ");
  return origin === new URL(url).origin && key !== undefined ? key : null;
};
