import { useLingui } from "@lingui/react/macro";
import type { ActType } from "./use-preview.ts";

/** What kinds of acts are called in a list to choose from. */
export const useActNames = (): Readonly<Record<ActType, string>> => {
  const { t } = useLingui();
  return {
    "message.posted": t`Messages to visitors`,
    "draft.proposed": t`Drafts`,
    "conversation.handed-over": t`Hand-overs`,
    "conversation.assigned": t`Assignments`,
    "conversation.resolved": t`Closed conversations`,
    "conversation.reopened": t`Reopened conversations`,
    "conversation.tags-changed": t`Changes of tags`,
  };
};
