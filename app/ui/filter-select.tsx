type Option<T extends string> = { readonly value: T; readonly name: string };

type Props<T extends string> = {
  readonly label: string;
  /** What stands there while nothing is chosen. */
  readonly any: string;
  readonly value: string | null;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T | null) => void;
};

/** One of a few things, or any of them. What the address names and nobody knows is shown as it is. */
export function FilterSelect<T extends string>({ label, any, value, options, onChange }: Props<T>) {
  const isKnown = value === null || options.some((option) => option.value === value);
  return (
    <select
      className={value === null ? "filter" : "filter on"}
      aria-label={label}
      value={value ?? ""}
      onChange={({ target }) =>
        onChange(options.find((option) => option.value === target.value)?.value ?? null)
      }
    >
      <option value="">{any}</option>
      {isKnown ? null : <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.name}
        </option>
      ))}
    </select>
  );
}
