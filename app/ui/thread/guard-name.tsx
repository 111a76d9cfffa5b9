import { Trans } from "@lingui/react/macro";

/** What a guard looks at, in a word or two. */
export function GuardName({ name }: { readonly name: string }) {
  switch (name) {
    case "citations":
      return <Trans>Citations</Trans>;
    case "evidence":
      return <Trans>Grounded</Trans>;
    case "links":
      return <Trans>Links</Trans>;
    case "never":
      return <Trans>Promises</Trans>;
    case "privacy":
      return <Trans>Personal data</Trans>;
    case "secrets":
      return <Trans>Keys and passwords</Trans>;
    case "leak":
      return <Trans>Hidden instructions</Trans>;
    case "language":
      return <Trans>Language</Trans>;
    case "length":
      return <Trans>Length</Trans>;
    default:
      return name;
  }
}
