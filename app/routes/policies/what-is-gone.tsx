import { Trans, useLingui } from "@lingui/react/macro";
import type { Gone } from "#engine/policy/read-gone.ts";

/** What a version was written with and is no longer there, before somebody goes back to it all the same. */
export function WhatIsGone({ gone: { named, sources } }: { readonly gone: Gone }) {
  const { i18n } = useLingui();
  return (
    <div className="inl warn" role="alert">
      <div>
        <p>
          <Trans>This version was written with what is gone by now:</Trans>
        </p>
        <ul>
          {named.map(({ line, column, en, zh }) => (
            <li key={`${line}-${column}-${en}`}>
              <b className="num">
                <Trans>Line {line}</Trans>
              </b>{" "}
              {i18n.locale === "zh" ? zh : en}
            </li>
          ))}
          {sources.map((title, index) => (
            <li key={`${index}-${title}`}>
              <Trans>The source “{title}” was deleted: nothing of it is cited any more.</Trans>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
