import { Trans } from "@lingui/react/macro";
import type { Mode, ModeReason } from "#contract/mode.ts";

/** How far the AI may go, in a word or two. */
export function ModeName({ mode }: { readonly mode: Mode }) {
  switch (mode) {
    case "auto":
      return <Trans>Answers by itself</Trans>;
    case "draft":
      return <Trans>Writes drafts</Trans>;
    case "shadow":
      return <Trans>Shadow</Trans>;
    case "off":
      return <Trans>Off</Trans>;
  }
}

/** What a mode means for visitors and the team. */
export function ModeMeaning({ mode }: { readonly mode: Mode }) {
  switch (mode) {
    case "auto":
      return <Trans>Sends when it is sure, hands over when it is not</Trans>;
    case "draft":
      return <Trans>People send what it writes</Trans>;
    case "shadow":
      return <Trans>Decides silently; people answer, and a report compares</Trans>;
    case "off":
      return <Trans>People answer without it</Trans>;
  }
}

/** Whose mode it is that holds. */
export function ModeWhose({ reason }: { readonly reason: ModeReason }) {
  switch (reason) {
    case "policy":
      return <Trans>set by the policy</Trans>;
    case "workspace":
      return <Trans>set for the workspace</Trans>;
    case "channel":
      return <Trans>set for the channel</Trans>;
    case "conversation":
      return <Trans>set for this conversation</Trans>;
    case "fallback":
      return <Trans>held back: too few answers were let stand</Trans>;
  }
}
