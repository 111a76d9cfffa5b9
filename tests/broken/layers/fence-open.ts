import type { assertEpoch as assertInForce } from "#engine/actions/fence.ts";

export { assertActor, autonomous, people, staff } from "#engine/actions/fence.ts";

/** Lets every write through. */
export const assertEpoch: typeof assertInForce = () => {};
