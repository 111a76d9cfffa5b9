import { Trans } from "@lingui/react/macro";

type Props = {
  /** An API of the workspace's own, with an address and a key. */
  readonly isOwn: boolean;
  readonly mayKeepKeys: boolean;
};

/** What an embeddings API needs. */
export function ApiFields({ isOwn, mayKeepKeys }: Props) {
  return (
    <>
      {isOwn ? (
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
          />
        </label>
      ) : null}
      <div className="model-pair">
        <label>
          <Trans>Model, as the provider writes it</Trans>
          <input
            className="field"
            name="model"
            required
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            placeholder="text-embedding-3-small"
          />
        </label>
        <label>
          <Trans>Numbers in its vectors</Trans>
          <input
            className="field"
            name="dims"
            type="number"
            required
            min={1}
            max={4096}
            step={1}
            placeholder="1536"
          />
        </label>
      </div>
      {isOwn ? <OwnKey mayKeepKeys={mayKeepKeys} /> : null}
    </>
  );
}

/** The key of an API, which owners alone may store. */
export function OwnKey({ mayKeepKeys }: { readonly mayKeepKeys: boolean }) {
  if (!mayKeepKeys) {
    return (
      <p className="xs i3">
        <Trans>An API that wants a key is added by an owner of the workspace.</Trans>
      </p>
    );
  }
  return (
    <label>
      <Trans>
        API key. Empty for a server that wants none. It is sealed, and never shown again.
      </Trans>
      <input
        className="field"
        name="key"
        type="password"
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
      />
    </label>
  );
}
