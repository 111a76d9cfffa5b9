import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Mark } from "./icons.tsx";

/** A page for when there is nothing else to show: what happened and where to go. */
export function ErrorPage({ title, detail }: { title: ReactNode; detail: ReactNode }) {
  return (
    <main className="lone">
      <span className="lone-mark">
        <Mark />
      </span>
      <h1>{title}</h1>
      <p className="i2">{detail}</p>
      <a className="btn pri lg" href="/">
        <Trans>Go to the inbox</Trans>
      </a>
    </main>
  );
}
