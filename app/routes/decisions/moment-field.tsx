import { useEffect, useState } from "react";
import { useInBrowser } from "#app/ui/clock-time.tsx";

type Props = {
  readonly label: string;
  /** ISO 8601, UTC. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
};

/** A moment in the reader's own zone, which the server does not know: it is filled in by the browser. */
export function MomentField({ label, value, onChange }: Props) {
  const inBrowser = useInBrowser();
  const [text, setText] = useState("");
  useEffect(() => setText(value === null ? "" : localOf(value)), [value]);
  const leave = (): void => {
    const next = text === "" ? null : momentOf(text);
    const before = value === null ? "" : localOf(value);
    if (text !== before) onChange(next);
  };
  return (
    <label className={value === null ? "filter moment" : "filter moment on"}>
      <span>{label}</span>
      <input
        type="datetime-local"
        disabled={!inBrowser}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onBlur={leave}
        onKeyDown={({ key }) => {
          if (key === "Enter") leave();
        }}
      />
    </label>
  );
}

/** To the minute, as the field wants it. */
const localOf = (iso: string): string => {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

const momentOf = (local: string): string | null => {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
};
