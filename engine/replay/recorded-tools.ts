/** A call of a tool as a decision recorded it. */
export type RecordedCall = {
  readonly name: string;
  readonly input: unknown;
  readonly output: unknown;
};

/** A call that was not recorded and therefore was not made. */
export type MissingCall = { readonly name: string; readonly input: unknown };

/** What a tool says in a replay. */
export type RecordedAnswer =
  | { readonly kind: "recorded"; readonly output: unknown }
  | ({ readonly kind: "not-recorded" } & MissingCall);

/** Tools that only remember. */
export type RecordedTools = {
  /** Answers a call from the recording. Never executes anything. */
  call(name: string, input: unknown): RecordedAnswer;
  /** The calls that could not be answered, in order. */
  readonly missing: readonly MissingCall[];
  /** Recorded calls that nobody made this time, in order. */
  readonly unused: readonly RecordedCall[];
};

/**
 * Makes tools of a recording. A call is answered by the first recorded one of the same name and input that has
 * not been used; the order of an input's fields does not count. Everything else is reported as missing.
 */
export const recordedTools = (recording: readonly RecordedCall[]): RecordedTools => {
  const left = recording.map((call) => ({ call, key: keyOf(call.name, call.input) }));
  const missing: MissingCall[] = [];
  return {
    call: (name, input) => {
      const index = left.findIndex(({ key }) => key === keyOf(name, input));
      const found = index < 0 ? undefined : left.splice(index, 1)[0];
      if (found !== undefined) return { kind: "recorded", output: found.call.output };
      missing.push({ name, input });
      return { kind: "not-recorded", name, input };
    },
    missing,
    get unused() {
      return left.map(({ call }) => call);
    },
  };
};

const keyOf = (name: string, input: unknown) => `${name} ${JSON.stringify(sorted(input)) ?? ""}`;

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => [name, sorted(field)]);
};
