import { Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { CloseIcon } from "./icons.tsx";
import { KeyCap } from "./key-cap.tsx";
import { useOverlay, useShortcuts } from "./shortcuts.tsx";

/** All keys on one sheet. Opens with `?`. */
export function ShortcutSheet() {
  const { t } = useLingui();
  const { open, setOpen, onCloseAutoFocus } = useOverlay();
  useShortcuts([{ keys: "?", run: () => setOpen("sheet") }]);
  const groups: readonly [string, readonly [string, string][]][] = [
    [
      t`List`,
      [
        ["J", t`Next conversation`],
        ["K", t`Previous conversation`],
        ["Enter", t`Open`],
        ["Escape", t`Back to the list, the draft stays`],
      ],
    ],
    [
      t`Conversation`,
      [
        ["R", t`Reply`],
        ["N", t`Note for the team`],
        ["T", t`Take over, or hand back to the AI`],
        ["M", t`Assign to me`],
        ["E", t`Close or reopen`],
        ["I", t`Show or hide details`],
      ],
    ],
    [
      t`AI`,
      [
        ["]", t`Why: next answer of the AI`],
        ["[", t`Why: previous answer of the AI`],
        ["mod+.", t`Stop the AI, or discard its draft`],
        ["mod+i", t`Ask the AI for another draft`],
      ],
    ],
    [
      t`Policy page`,
      [
        ["Tab", t`Leave the text`],
        ["F8", t`Next problem`],
        ["mod+Space", t`Offer words`],
        ["mod+alt+m", t`Comment on the selected words`],
      ],
    ],
    [
      t`Writing`,
      [
        ["mod+Enter", t`Send, or approve the draft`],
        ["mod+k", t`Palette: do anything`],
        ["?", t`This sheet`],
      ],
    ],
  ];
  return (
    <Dialog.Root open={open === "sheet"} onOpenChange={(next) => setOpen(next ? "sheet" : null)}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="modal sheet"
          aria-describedby={undefined}
          onCloseAutoFocus={onCloseAutoFocus}
        >
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Keys</Trans>
            </Dialog.Title>
            <Dialog.Close className="ib end" aria-label={t`Close`}>
              <CloseIcon />
            </Dialog.Close>
          </header>
          <div className="sheet-groups">
            {groups.map(([name, rows]) => (
              <section key={name}>
                <h3>{name}</h3>
                <dl>
                  {rows.map(([keys, what]) => (
                    <div key={keys}>
                      <dt>{what}</dt>
                      <dd>
                        <KeyCap keys={keys} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <p className="modal-foot xs i3">
            <Trans>Single letters can be switched off in Settings.</Trans>
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
