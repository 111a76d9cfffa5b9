import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";

/** A key to another server: kept, or entered again. One that is stored is never shown, only its end. */
export function KeyField({ keyEnding }: { readonly keyEnding: string | null }) {
  const { t } = useLingui();
  const [choice, setChoice] = useState<"keep" | "new">(keyEnding === null ? "new" : "keep");
  return (
    <fieldset className="choices">
      <legend>
        <Trans>API key</Trans>
      </legend>
      {keyEnding === null ? null : (
        <>
          <label className="choice">
            <input
              type="radio"
              name="keyChoice"
              value="keep"
              checked={choice === "keep"}
              onChange={() => setChoice("keep")}
            />
            {keyEnding === "" ? (
              <Trans>Keep the stored key</Trans>
            ) : (
              <Trans>Keep the stored key, which ends in {keyEnding}</Trans>
            )}
          </label>
          <label className="choice">
            <input
              type="radio"
              name="keyChoice"
              value="new"
              checked={choice === "new"}
              onChange={() => setChoice("new")}
            />
            <Trans>Enter another one, or none</Trans>
          </label>
        </>
      )}
      {choice === "keep" ? null : (
        <>
          <p className="xs i3" id="key-hint">
            <Trans>Empty for a server that wants none. It is sealed, and never shown again.</Trans>
          </p>
          <input
            className="field"
            aria-label={t`API key`}
            aria-describedby="key-hint"
            name="key"
            type="password"
            maxLength={500}
            autoComplete="off"
            spellCheck={false}
          />
        </>
      )}
    </fieldset>
  );
}
