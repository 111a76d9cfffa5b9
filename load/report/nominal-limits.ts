/** What 99 of 100 messages must keep at the nominal load, in ms from the moment they were due. */
export const nominalLimits = { ackMs: 500, deliveryMs: 1_000 } as const;
