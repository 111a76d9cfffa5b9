import { Trans } from "@lingui/react/macro";
import type { EventBody } from "#contract/conversation-event.ts";

type Props = { readonly why: Extract<EventBody, { type: "draft.kept" }>["why"] };

/** Why no other draft came of an ask. */
export function DraftKept({ why }: Props) {
  switch (why) {
    case "same":
      return (
        <Trans>
          The AI wrote the same again, so the draft stays. The built-in model only quotes: it
          follows no instructions.
        </Trans>
      );
    case "unsure":
      return (
        <Trans>
          The AI found nothing in the knowledge to write it that way, so the draft stays.
        </Trans>
      );
    case "failed":
      return <Trans>No model answered, so the draft stays.</Trans>;
  }
}
