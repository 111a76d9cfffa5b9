import { Trans } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { useOutletContext } from "react-router";
import type { ShellContext } from "#app/ui/shell-context.ts";
import { SaveTestForm } from "./save-test-form.tsx";

type Props = { readonly conversationId: string; readonly seq: number };

/** Makes a test of the policy out of a message. Offered to those who write policies. */
export function SaveTest({ conversationId, seq }: Props) {
  const { member } = useOutletContext<ShellContext>();
  const [open, setOpen] = useState(false);
  if (member.role === "viewer" || member.role === "operator") return null;
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="save-test">
        <Trans>Save as test</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal">
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Save as test</Trans>
            </Dialog.Title>
          </header>
          <SaveTestForm address={`/threads/${conversationId}/tests/${seq}`} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
