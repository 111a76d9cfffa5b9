/** What one measurement found: figures by name, units in the names. Null where it cannot be measured. */
export type BenchLine = { readonly [figure: string]: string | number | null };

/** The environment a server is started in. */
export type Environment = Readonly<Record<string, string | undefined>>;
