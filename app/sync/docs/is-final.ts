import type { WireError } from "#contract/ack.ts";

/** Whether a change that was refused like this is refused again whenever it is sent, as things are. */
export const isFinal = ({ kind }: WireError): boolean => finalKinds.includes(kind);

const finalKinds: readonly string[] = ["forbidden", "too_large", "conflict", "invalid"];
