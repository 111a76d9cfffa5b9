/**
 * Lets the event loop serve others whenever this caller has had it for `sliceMs`. Call it often inside
 * long work: it costs next to nothing until the slice is used up.
 */
export const yieldToOthers = (sliceMs = 8): (() => Promise<void>) => {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < sliceMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
};
