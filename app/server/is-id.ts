const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a part of an address is an id at all; Postgres would refuse it with an error of its own. */
export const isId = (value: string | undefined): value is string =>
  value !== undefined && uuid.test(value);
