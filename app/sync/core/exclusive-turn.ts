/**
 * Runs a task while no other tab of this origin runs one under the same name. Pages without Web
 * Locks (plain HTTP, sandboxes) run it at once: message ids make that safe, only less thrifty.
 */
export const exclusiveTurn = async (name: string, task: () => Promise<void>): Promise<void> => {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  let begun = false;
  const begin = () => {
    begun = true;
    return task();
  };
  if (locks === undefined) return begin();
  await locks.request(name, begin).catch((error: unknown) => {
    if (begun) throw error;
    return begin();
  });
};
