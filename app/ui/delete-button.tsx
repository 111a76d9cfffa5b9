import { useLingui } from "@lingui/react/macro";
import { AlertDialog } from "radix-ui";
import type { ReactNode } from "react";
import { DeleteQuestion } from "./delete-question.tsx";
import { TrashIcon } from "./icons.tsx";

type Props = {
  /** Of what is deleted, for who cannot see where the button stands. */
  readonly name: string;
  readonly title: ReactNode;
  /** What deleting means, and that it cannot be undone. */
  readonly children: ReactNode;
  readonly onDelete: () => void;
};

/** A bin that asks before it deletes. */
export function DeleteButton({ name, ...question }: Props) {
  const { t } = useLingui();
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className="ib" aria-label={t`Delete ${name}`} title={t`Delete`}>
        <TrashIcon size={14} />
      </AlertDialog.Trigger>
      <DeleteQuestion {...question} />
    </AlertDialog.Root>
  );
}
