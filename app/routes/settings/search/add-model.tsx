import { Trans } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { DialogEnd } from "#app/ui/dialog-end.tsx";
import { type ReactNode, useState } from "react";
import { useFormDialog } from "#app/ui/use-form-dialog.ts";
import { ApiFields } from "./api-fields.tsx";

type Props = {
  readonly offers: { readonly local: readonly string[]; readonly api: boolean };
  readonly mayKeepKeys: boolean;
};

type Provider = "bundled" | "local" | "openai" | "lent";

/** Adds a model: it is asked for a vector first, then built beside the one that answers. */
export function AddModel({ offers, mayKeepKeys }: Props) {
  const { open, setOpen, Form, state, data } = useFormDialog<string>();
  const [provider, setProvider] = useState<Provider>("openai");
  const problem = state === "idle" ? (data?.problem ?? null) : null;
  const choice = (value: Provider, label: ReactNode) => (
    <label className="choice">
      <input
        type="radio"
        name="provider"
        value={value}
        checked={provider === value}
        onChange={() => setProvider(value)}
      />
      <span>{label}</span>
    </label>
  );
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn pri">
        <Trans>Add a model</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal">
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Add a search model</Trans>
            </Dialog.Title>
          </header>
          <Form
            method="post"
            action="/settings/search"
            className="modal-body dialog-form model-form"
          >
            <Dialog.Description className="i2">
              <Trans>
                It is asked for a vector now. Then every passage gets one, while the model in use
                goes on answering.
              </Trans>
            </Dialog.Description>
            <fieldset className="choices">
              <legend>
                <Trans>Where it runs</Trans>
              </legend>
              {choice("openai", <Trans>An embeddings API in OpenAI’s dialect</Trans>)}
              {offers.api ? choice("lent", <Trans>The installation’s API</Trans>) : null}
              {offers.local.length === 0
                ? null
                : choice("local", <Trans>A model of the installation, inside Xin</Trans>)}
              {choice(
                "bundled",
                <Trans>The bundled English model, inside Xin: 200 MB of memory, no key</Trans>,
              )}
            </fieldset>
            {provider === "openai" || provider === "lent" ? (
              <ApiFields isOwn={provider === "openai"} mayKeepKeys={mayKeepKeys} />
            ) : null}
            {provider === "local" ? <LocalFields names={offers.local} /> : null}
            {provider === "bundled" ? null : <Prefixes />}
            <DialogEnd problem={problem} intent="add" isBusy={state !== "idle"}>
              <Trans>Add</Trans>
            </DialogEnd>
          </Form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function LocalFields({ names }: { readonly names: readonly string[] }) {
  return (
    <div className="model-pair">
      <label>
        <Trans>Model</Trans>
        <select className="field" name="local">
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        <Trans>Vector of a text</Trans>
        <select className="field" name="pooling">
          <option value="mean">mean</option>
          <option value="cls">cls</option>
        </select>
      </label>
    </div>
  );
}

function Prefixes() {
  return (
    <details className="model-limits">
      <summary>
        <Trans>What the model wants in front of a text</Trans>
      </summary>
      <div className="model-pair">
        <label>
          <Trans>Before a question</Trans>
          <input className="field" name="question" maxLength={200} placeholder="query: " />
        </label>
        <label>
          <Trans>Before a passage</Trans>
          <input className="field" name="passage" maxLength={200} placeholder="passage: " />
        </label>
      </div>
      <p className="xs i3">
        <Trans>The model’s card says so. Most want nothing.</Trans>
      </p>
    </details>
  );
}
