import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { SearchIcon } from "#app/ui/icons.tsx";
import { KeyCap } from "#app/ui/key-cap.tsx";
import { useShortcuts } from "#app/ui/shortcuts.tsx";
import { addressOf, type ListPlace } from "./list-place.ts";

/** How long somebody has to pause while writing before it is looked for, in ms. */
const pauseMs = 200;

/** Finds sources by title, file name or address. `/` leads to it, Escape empties it. */
export function SourceSearch({ place }: { readonly place: ListPlace }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(place.search);
  useShortcuts([{ keys: "/", run: () => field.current?.focus() }]);
  const { group, search } = place;
  useEffect(() => {
    if (text.trim() === search) return undefined;
    const timer = setTimeout(() => {
      const address = addressOf({ group, search: text.trim(), page: 1 });
      void navigate(address, { replace: true, preventScrollReset: true });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [text, search, group, navigate]);
  return (
    <label className="inp source-search">
      <SearchIcon size={14} />
      <input
        ref={field}
        type="search"
        value={text}
        aria-label={t`Search sources`}
        placeholder={t`Search sources`}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          setText("");
          field.current?.blur();
        }}
      />
      <KeyCap keys="/" />
    </label>
  );
}
