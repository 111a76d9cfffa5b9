import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { NavLink } from "react-router";
import type { HelpPage } from "./help-pages.ts";

type Entry = Pick<HelpPage, "name" | "title" | "sections">;

/** The pages of the help beside the open one. What is typed shows the sections that speak of it. */
export function HelpList({ pages }: { readonly pages: readonly Entry[] }) {
  const { t } = useLingui();
  const [query, setQuery] = useState("");
  const words = query.trim().toLowerCase();
  const found = pages.flatMap((page) => {
    const has = (text: string) => text.toLowerCase().includes(words);
    const sections = words === "" ? [] : page.sections.filter(({ heading }) => has(heading));
    return sections.length > 0 || has(page.title) ? [{ ...page, sections }] : [];
  });
  return (
    <nav className="help-list" aria-label={t`Pages of the help`}>
      <input
        className="field"
        type="search"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        placeholder={t`Find in the help`}
        aria-label={t`Find in the help`}
      />
      <ul>
        {found.map(({ name, title, sections }) => (
          <li key={name}>
            <NavLink to={`/help/${name}`}>{title}</NavLink>
            {sections.length === 0 ? null : (
              <ul>
                {sections.map(({ heading, slug }) => (
                  <li key={slug}>
                    <NavLink to={`/help/${name}#${slug}`} aria-current={undefined}>
                      {heading}
                    </NavLink>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      <p className="xs i3" role="status">
        {found.length === 0 ? <Trans>No page speaks of that.</Trans> : null}
      </p>
    </nav>
  );
}
