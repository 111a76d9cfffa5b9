import { Trans } from "@lingui/react/macro";
import { DeleteButton } from "#app/ui/delete-button.tsx";

/** Asks once: the key is gone with the model. */
export function DeleteModel({ name, run }: { readonly name: string; readonly run: () => void }) {
  return (
    <DeleteButton name={name} title={<Trans>Delete this model?</Trans>} onDelete={run}>
      <Trans>
        {name} is asked no more, and its key is erased. What it wrote stays. This cannot be undone.
      </Trans>
    </DeleteButton>
  );
}
