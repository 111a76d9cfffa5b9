import { Trans } from "@lingui/react/macro";

/** What exactly made the AI hand over: the event's code as a few words. */
export function HandOverDetail({ detail }: { readonly detail: string }) {
  const [code, value = ""] = splitOnce(detail);
  const [confidence, threshold] = value.split("/");
  switch (code) {
    case "line":
      return <Trans>line {value} of the policy</Trans>;
    case "confidence":
      return (
        <Trans>
          {confidence}% confident, the send line is {threshold}%
        </Trans>
      );
    case "no_line":
      return <Trans>{value}% confident, and no send line is proven yet</Trans>;
    case "guards":
      return <Trans>a check wants a person to look</Trans>;
    case "not_in_knowledge":
      return <Trans>the knowledge has no answer</Trans>;
    case "model":
      return <Trans>the model failed</Trans>;
    case "search_failed":
      return <Trans>the search failed</Trans>;
    case "language_not_served":
      return <Trans>the policy does not list this language</Trans>;
    case "failed_repeatedly":
      return <Trans>it failed several times</Trans>;
    default:
      return detail;
  }
}

const splitOnce = (detail: string): [string, string?] => {
  const at = detail.indexOf(":");
  return at === -1 ? [detail] : [detail.slice(0, at), detail.slice(at + 1)];
};
