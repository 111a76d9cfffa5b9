import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { useNavigate } from "react-router";
import { newId } from "#app/sync/core/new-id.ts";
import { ErrorText } from "#app/ui/error-text.tsx";
import { CloseIcon, UndoIcon } from "#app/ui/icons.tsx";
import { UndoWhy } from "#app/ui/thread/undo-why.tsx";
import type { DecisionFilter } from "#db/reads/decision-filter.ts";
import { FilterSelect } from "#app/ui/filter-select.tsx";
import { addressOf, searchOf } from "../decision-address.ts";
import { SinceSelect } from "../since-select.tsx";
import { type ActType, actTypes, usePreview } from "./use-preview.ts";
import { useActNames } from "./use-act-names.ts";

/** Takes back all that the filters show: first what that would change, then the question. */
export function UndoMany({ filter }: { readonly filter: DecisionFilter }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn">
        <UndoIcon size={14} />
        <Trans>Undo these</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal" aria-describedby={undefined}>
          <Question filter={filter} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Question({ filter }: { readonly filter: DecisionFilter }) {
  const { t } = useLingui();
  const names = useActNames();
  const navigate = useNavigate();
  const [actType, setActType] = useState<ActType | null>(null);
  const [reason, setReason] = useState("");
  const [undoId] = useState(newId);
  const isBounded = typeof filter.from === "string" || typeof filter.conversationId === "string";
  const fields = { filter: searchOf(filter).toString(), actType: actType ?? "", undoId };
  const { preview, problem, isBusy, start } = usePreview(isBounded ? fields : null);
  const count = preview?.undone ?? 0;
  const run = async (): Promise<void> => {
    if (await start(reason)) void navigate(`/decisions/undo/${undoId}`);
  };
  return (
    <>
      <header className="modal-head">
        <Dialog.Title>
          <Trans>Undo what these decisions did</Trans>
        </Dialog.Title>
        <Dialog.Close className="ib end" aria-label={t`Close`}>
          <CloseIcon />
        </Dialog.Close>
      </header>
      <div className="modal-body undo-question">
        {isBounded ? (
          <>
            <FilterSelect
              label={t`Acts`}
              any={t`All acts`}
              value={actType}
              options={actTypes.map((value) => ({ value, name: names[value] }))}
              onChange={setActType}
            />
            <div role="status">
              {preview === null ? (
                problem === null ? (
                  <p className="i3">
                    <Trans>Looking at what would change</Trans>
                  </p>
                ) : null
              ) : (
                <>
                  <p className="m">
                    <Plural
                      value={count}
                      _0="Nothing would be taken back."
                      one="# act would be taken back."
                      other="# acts would be taken back."
                    />
                  </p>
                  <ul className="undo-skips">
                    {preview.skips.map(({ why, count: left }) => (
                      <li key={why}>
                        <Plural value={left} one="# stays:" other="# stay:" /> <UndoWhy why={why} />
                      </li>
                    ))}
                  </ul>
                </>
              )}
            </div>
            <label className="undo-reason">
              <Trans>Why, for the record</Trans>
              <input
                className="field"
                maxLength={500}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            </label>
            <p className="xs i3">
              <Trans>
                Visitors see that messages were taken back. What people changed since stays as it
                is.
              </Trans>
            </p>
          </>
        ) : (
          <>
            <p>
              <Trans>
                From when on? An undo has a beginning. The filters of the page, such as a policy or
                an outcome, narrow it further.
              </Trans>
            </p>
            <SinceSelect
              filter={filter}
              onChange={(change) =>
                void navigate(addressOf({ ...filter, ...change }), { preventScrollReset: true })
              }
            />
          </>
        )}
        {problem === null ? null : (
          <p className="c-bad-t" role="alert">
            {problem.kind === "too_large" ? (
              <Trans>These are too many acts for one undo. Narrow the time.</Trans>
            ) : (
              <ErrorText error={problem} />
            )}
          </p>
        )}
        <div className="modal-acts">
          <Dialog.Close className="btn">
            <Trans>Keep</Trans>
          </Dialog.Close>
          {isBounded ? (
            <button
              type="button"
              className="btn danger"
              disabled={isBusy || count === 0}
              onClick={() => void run()}
            >
              <Plural value={count} _0="Undo" one="Undo # act" other="Undo # acts" />
            </button>
          ) : null}
        </div>
      </div>
    </>
  );
}
