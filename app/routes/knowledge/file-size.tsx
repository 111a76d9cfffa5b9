import { useLingui } from "@lingui/react";

/** A size in KB or MB, as people read it. */
export function FileSize({ bytes }: { readonly bytes: number }) {
  const { i18n } = useLingui();
  const inMb = bytes >= 1_000_000;
  const value = inMb ? bytes / 1_000_000 : Math.max(0.1, bytes / 1_000);
  return (
    <>
      {i18n.number(value, { maximumFractionDigits: 1 })} {inMb ? "MB" : "KB"}
    </>
  );
}
