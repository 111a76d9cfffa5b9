import { Trans } from "@lingui/react/macro";
import { KeyCap } from "#app/ui/key-cap.tsx";

/** The keys of the editor: how to leave it, and what its hints do not tell. `id` is what the editor is described by. */
export function EditorKeys({ id }: { readonly id: string }) {
  return (
    <p className="editor-keys xs i3" id={id}>
      <span>
        <KeyCap keys="Tab" /> <Trans>leaves the text</Trans>
      </span>
      <span>
        <KeyCap keys="mod+Space" /> <Trans>offers words</Trans>
      </span>
      <span>
        <KeyCap keys="F8" /> <Trans>next problem</Trans>
      </span>
      <span>
        <KeyCap keys="mod+alt+m" /> <Trans>comments</Trans>
      </span>
    </p>
  );
}
