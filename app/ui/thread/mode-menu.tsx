import { Trans, useLingui } from "@lingui/react/macro";
import { DropdownMenu } from "radix-ui";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Mode } from "#contract/mode.ts";
import { AiIcon, CheckIcon } from "../icons.tsx";
import { ModeMeaning, ModeName, ModeWhose } from "../mode-name.tsx";

/** From the one that lets the AI do most. */
const modes: readonly Mode[] = ["auto", "draft", "shadow", "off"];

type Props = {
  readonly row: ConversationRow;
  /** Null sets nothing for this conversation. */
  readonly onSet: (mode: Mode | null) => void;
};

/** How far the AI may go in this conversation, why, and what may be set for it. */
export function ModeMenu({ row, onSet }: Props) {
  const { t } = useLingui();
  const limit = row.modeLimit ?? null;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="btn bar-mode" title={t`How far the AI may go here`}>
        <AiIcon size={14} />
        <span className="bar-mode-name">
          <ModeName mode={row.mode} />
        </span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu mode-menu" align="end" sideOffset={4}>
          <DropdownMenu.Label className="mode-menu-now">
            <b>
              <ModeName mode={row.mode} />
            </b>
            {row.modeReason === undefined ? null : (
              <span className="i3">
                {" · "}
                <ModeWhose reason={row.modeReason} />
              </span>
            )}
            <br />
            <span className="i3">
              <Trans>The strictest of policy, workspace, channel and conversation holds.</Trans>
            </span>
          </DropdownMenu.Label>
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.RadioGroup
            value={limit ?? ""}
            onValueChange={(value) => onSet(modes.find((mode) => mode === value) ?? null)}
          >
            <DropdownMenu.RadioItem className="menu-item" value="">
              <span className="grow">
                <Trans>As everywhere</Trans>
              </span>
              <Checked />
            </DropdownMenu.RadioItem>
            {modes.map((mode) => (
              <DropdownMenu.RadioItem key={mode} className="menu-item" value={mode}>
                <span className="grow">
                  <ModeName mode={mode} />
                  <span className="mode-menu-meaning xs i3">
                    <ModeMeaning mode={mode} />
                  </span>
                </span>
                <Checked />
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Checked() {
  return (
    <DropdownMenu.ItemIndicator>
      <CheckIcon size={14} />
    </DropdownMenu.ItemIndicator>
  );
}
