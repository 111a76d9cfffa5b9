import { useLingui } from "@lingui/react/macro";
import type { choices } from "./decision-address.ts";

type Names = {
  readonly [Filter in keyof typeof choices]: Readonly<
    Record<(typeof choices)[Filter][number], string>
  >;
};

/** What the values of the filters are called. */
export const useFilterNames = (): Names => {
  const { t } = useLingui();
  return {
    kind: {
      reply: t`Answers`,
      undo: t`Undone acts`,
      fallback: t`Held back`,
      canary: t`Canaries stopped`,
    },
    outcome: {
      sent: t`Sent by itself`,
      drafted: t`Drafted`,
      approved: t`Draft approved`,
      discarded: t`Draft discarded`,
      handed_over: t`Handed over`,
      superseded: t`Came too late`,
      failed: t`No answer`,
      undone: t`Taken back`,
      shadowed: t`Decided silently`,
      fell_back: t`Fell back to drafts`,
      canary_stopped: t`Canary stopped`,
    },
    mode: { auto: t`Answers by itself`, draft: t`Drafts`, shadow: t`Shadow`, off: t`Off` },
    reaction: {
      approved: t`Approved as it was`,
      edited: t`Edited and sent`,
      rejected: t`Rejected`,
      took_over: t`Took over`,
      undone: t`Undone`,
      reopened: t`Reopened`,
      replied: t`Replied after`,
      none: t`Nothing yet`,
    },
  };
};
