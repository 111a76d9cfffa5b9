import { Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { DialogEnd } from "#app/ui/dialog-end.tsx";
import { useState } from "react";
import { PenIcon } from "#app/ui/icons.tsx";
import { useFormDialog } from "#app/ui/use-form-dialog.ts";
import type { ModelProvider } from "#db/reads/model-providers.ts";
import { KeyField } from "#app/ui/key-field.tsx";
import type { Listed } from "./listed.ts";
import { ModelLimits } from "./model-limits.tsx";

type Props = {
  /** Null: a new one. */
  readonly provider: ModelProvider | null;
  readonly listed: Listed;
};

/** Adds a model, or changes one. */
export function ModelForm({ provider, listed }: Props) {
  const { t } = useLingui();
  const { open, setOpen, Form, state, data } = useFormDialog<string>();
  const problem = state === "idle" ? (data?.problem ?? null) : null;
  const name = provider?.name ?? "";
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      {provider === null ? (
        <Dialog.Trigger className="btn pri">
          <Trans>Add a model</Trans>
        </Dialog.Trigger>
      ) : (
        <Dialog.Trigger className="ib" aria-label={t`Change ${name}`} title={t`Change`}>
          <PenIcon size={14} />
        </Dialog.Trigger>
      )}
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal">
          <header className="modal-head">
            <Dialog.Title>
              {provider === null ? <Trans>Add a model</Trans> : <Trans>Change {name}</Trans>}
            </Dialog.Title>
          </header>
          <Form
            method="post"
            action="/settings/models"
            className="modal-body dialog-form model-form"
          >
            <Dialog.Description className="i2">
              <Trans>
                Any chat API in OpenAI’s dialect: OpenAI, Anthropic and others through their own,
                vLLM, Ollama, llama.cpp.
              </Trans>
            </Dialog.Description>
            {provider === null ? null : (
              <input type="hidden" name="providerId" value={provider.id} />
            )}
            <label>
              <Trans>Name, for people and policies</Trans>
              <input
                className="field"
                name="name"
                required
                maxLength={32}
                autoComplete="off"
                spellCheck={false}
                placeholder="fast"
                defaultValue={name}
              />
            </label>
            <label>
              <Trans>Address</Trans>
              <input
                className="field"
                name="url"
                required
                maxLength={500}
                inputMode="url"
                autoComplete="off"
                spellCheck={false}
                placeholder="https://api.openai.com/v1"
                defaultValue={provider?.url}
              />
            </label>
            <ModelAndPrice provider={provider} listed={listed} />
            <KeyField keyEnding={provider?.keyEnding ?? null} />
            <ModelLimits provider={provider} />
            <DialogEnd
              problem={problem}
              intent={provider === null ? "add" : "change"}
              isBusy={state !== "idle"}
            >
              {provider === null ? <Trans>Add</Trans> : <Trans>Save</Trans>}
            </DialogEnd>
          </Form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function ModelAndPrice({ provider, listed }: Props) {
  const { i18n } = useLingui();
  const [model, setModel] = useState(provider?.model ?? "");
  const price = listed.find(([name]) => name === model.trim())?.[1];
  const usd = (amount: number) =>
    i18n.number(amount, { style: "currency", currency: "USD", maximumFractionDigits: 6 });
  return (
    <>
      <label>
        <Trans>Model, as the provider writes it</Trans>
        <input
          className="field"
          name="model"
          required
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          placeholder="gpt-4.1-mini"
          value={model}
          onChange={(event) => setModel(event.target.value)}
        />
      </label>
      <div className="model-pair">
        <Price name="priceIn" value={provider?.priceIn ?? null}>
          <Trans>US dollars for a million tokens in</Trans>
        </Price>
        <Price name="priceOut" value={provider?.priceOut ?? null}>
          <Trans>US dollars for a million tokens out</Trans>
        </Price>
      </div>
      <p className="xs i3">
        {price === undefined ? (
          <Trans>
            No list price is known. Left empty, the model is not asked while there is a budget in
            dollars; 0 is right for a model of your own.
          </Trans>
        ) : (
          <Trans>
            Left empty, it is the list price of {price.asOf} from {price.source}: {usd(price.in)}{" "}
            in, {usd(price.out)} out.
          </Trans>
        )}
      </p>
    </>
  );
}

function Price({
  name,
  value,
  children,
}: {
  readonly name: string;
  readonly value: number | null;
  readonly children: React.ReactNode;
}) {
  return (
    <label>
      {children}
      <input
        className="field"
        name={name}
        type="number"
        min={0}
        max={10_000}
        step="any"
        defaultValue={value ?? ""}
      />
    </label>
  );
}
