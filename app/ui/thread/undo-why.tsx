import { Trans } from "@lingui/react/macro";

/** Why an act stays as it is: the code of the record as a sentence. */
export function UndoWhy({ why }: { readonly why: string }) {
  switch (why) {
    case "changed_by_person":
      return <Trans>A person has changed it since; that stays.</Trans>;
    case "changed_by_visitor":
      return <Trans>The visitor has changed it since.</Trans>;
    case "changed_by_later_act":
      return <Trans>A later act of the AI changed it; take that back first.</Trans>;
    case "already_undone":
      return <Trans>It was taken back already.</Trans>;
    case "done_by_person":
      return <Trans>A person did it.</Trans>;
    case "cannot_be_undone":
      return <Trans>It is of a kind that cannot be taken back.</Trans>;
    case "member_gone":
      return <Trans>Whom it would go back to is not in the team any more.</Trans>;
    case "not_readable":
      return <Trans>Its words were erased, or the conversation is too long.</Trans>;
    default:
      return why.replaceAll("_", " ");
  }
}
