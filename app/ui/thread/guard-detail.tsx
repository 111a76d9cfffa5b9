import { Trans } from "@lingui/react/macro";

/** What a guard found: its codes, joined by spaces, in words. */
export function GuardDetail({ detail }: { readonly detail: string }) {
  return detail.split(" ").map((found, index) => (
    <span key={found}>
      {index > 0 ? ", " : ""}
      <Finding found={found} />
    </span>
  ));
}

function Finding({ found }: { readonly found: string }) {
  const [code, value] = found.split(":");
  switch (code) {
    case "not_cited":
      return <Trans>a sentence without a source</Trans>;
    case "no_such_passage":
      return <Trans>a source that does not exist</Trans>;
    case "number_not_in_passage":
      return <Trans>a number that is not in the passage</Trans>;
    case "denial_differs":
      return <Trans>the passage says the opposite</Trans>;
    case "name_not_in_passage":
      return <Trans>a name that is not in the passage</Trans>;
    case "few_words":
      return <Trans>only {value}% of the words are in the passage</Trans>;
    case "passage_in_other_language":
      return <Trans>the passage is in another language</Trans>;
    case "host_not_listed":
      return <Trans>a link to {value}</Trans>;
    case "picture":
      return <Trans>a picture</Trans>;
    case "forbidden":
      return <Trans>line {value} of the policy forbids it</Trans>;
    case "gives_instructions_away":
    case "copies_instructions":
      return <Trans>it shows its instructions</Trans>;
    case "personal":
      return <PersonalData kind={value} />;
    case "key_or_password":
      return <Trans>a key or a password</Trans>;
    case "third_language":
      return <Trans>neither English nor Chinese</Trans>;
    case "not_visitors_language":
      return <Trans>not the visitor's language</Trans>;
    case "cut":
      return <Trans>longer than {value} characters</Trans>;
    default:
      return found;
  }
}

function PersonalData({ kind }: { readonly kind: string | undefined }) {
  switch (kind) {
    case "email":
      return <Trans>somebody's mail address</Trans>;
    case "phone":
      return <Trans>somebody's phone number</Trans>;
    case "address":
      return <Trans>somebody's address</Trans>;
    default:
      return <Trans>the number of a card, an account or an identity paper</Trans>;
  }
}
