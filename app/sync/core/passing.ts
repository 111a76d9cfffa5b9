import type { WireError } from "#contract/ack.ts";

/** Whether a refusal is a state of the server that passes: the same request may be sent again. */
export const isPassing = ({ kind }: WireError): boolean => passing.includes(kind);

const passing: readonly string[] = ["overloaded", "unavailable", "draining", "internal"];
