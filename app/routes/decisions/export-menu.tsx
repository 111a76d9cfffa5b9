import { Trans } from "@lingui/react/macro";
import { DropdownMenu } from "radix-ui";
import type { DecisionFilter } from "#db/reads/decision-filter.ts";
import { searchOf } from "./decision-address.ts";

/** Saves what the filters show, all pages of it. */
export function ExportMenu({ filter }: { readonly filter: DecisionFilter }) {
  const address = (format: "csv" | "jsonl") => {
    const search = searchOf(filter);
    search.set("format", format);
    return `/decisions/export?${search}`;
  };
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="btn">
        <Trans>Export</Trans>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          <DropdownMenu.Label className="menu-label">
            <Trans>What the filters show, at most 50,000</Trans>
          </DropdownMenu.Label>
          <DropdownMenu.Item className="menu-item" asChild>
            <a href={address("csv")} download>
              <Trans>A table (CSV)</Trans>
            </a>
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" asChild>
            <a href={address("jsonl")} download>
              <Trans>Whole records (JSON lines)</Trans>
            </a>
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
