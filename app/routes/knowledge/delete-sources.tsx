import { Plural, Trans } from "@lingui/react/macro";
import { AlertDialog } from "radix-ui";
import { DeleteQuestion } from "#app/ui/delete-question.tsx";
import { useSourceAct } from "./use-source-act.ts";

type Props = {
  /** None: nothing is asked. */
  readonly sources: readonly { readonly id: string; readonly title: string }[];
  readonly close: () => void;
  readonly onDeleted: () => void;
};

/** Asks once, since answers stop citing the sources at once and their bytes are gone. */
export function DeleteSources({ sources, close, onDeleted }: Props) {
  const act = useSourceAct("delete-sources");
  const count = sources.length;
  const title = sources[0]?.title ?? "";
  return (
    <AlertDialog.Root open={count > 0} onOpenChange={(open) => (open ? undefined : close())}>
      <DeleteQuestion
        title={<Plural value={count} one="Delete this source?" other="Delete # sources?" />}
        onDelete={() => {
          act.run("delete", ...sources.map(({ id }) => id));
          onDeleted();
        }}
      >
        {count === 1 ? (
          <Trans>
            The AI stops answering from “{title}” at once. Answers already sent keep what they
            cited. This cannot be undone.
          </Trans>
        ) : (
          <Trans>
            The AI stops answering from them at once. Answers already sent keep what they cited.
            This cannot be undone.
          </Trans>
        )}
      </DeleteQuestion>
    </AlertDialog.Root>
  );
}
