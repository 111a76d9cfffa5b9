import { Trans, useLingui } from "@lingui/react/macro";
import { AlertDialog } from "radix-ui";
import { useState } from "react";
import { useFetcher } from "react-router";
import { DeleteQuestion } from "#app/ui/delete-question.tsx";
import type { StoredMailServer } from "#db/reads/mail-server.ts";
import type { MailResult } from "./mail-acts.ts";

type Props = { readonly server: StoredMailServer | null; readonly mayManage: boolean };

/** The mail server of the workspace, and a way to take it away. */
export function ServerForm({ server, mayManage }: Props) {
  const { t } = useLingui();
  const fetcher = useFetcher<MailResult>();
  const [tls, setTls] = useState(server?.tls ?? "starttls");
  const isIdle = fetcher.state === "idle";
  const problem = isIdle ? (fetcher.data?.problem ?? null) : null;
  if (!mayManage) return <ReadOnly server={server} />;
  return (
    <section>
      <h2>
        <Trans>The server</Trans>
      </h2>
      <fetcher.Form method="post" className="settings-form">
        <input type="hidden" name="intent" value="save" />
        <label>
          <Trans>Host name</Trans>
          <input
            className="field"
            name="host"
            required
            maxLength={253}
            placeholder="mail.example.com"
            defaultValue={server?.host ?? ""}
            autoCapitalize="none"
            spellCheck={false}
          />
        </label>
        <fieldset className="choices">
          <legend>
            <Trans>Encryption</Trans>
          </legend>
          <label className="choice">
            <input
              type="radio"
              name="tls"
              value="starttls"
              checked={tls === "starttls"}
              onChange={() => setTls("starttls")}
            />
            <Trans>STARTTLS, usual at port 587</Trans>
          </label>
          <label className="choice">
            <input
              type="radio"
              name="tls"
              value="implicit"
              checked={tls === "implicit"}
              onChange={() => setTls("implicit")}
            />
            <Trans>TLS from the start, usual at port 465</Trans>
          </label>
        </fieldset>
        <label>
          <Trans>Port</Trans>
          <input
            key={server === null ? tls : "kept"}
            className="field"
            name="port"
            required
            inputMode="numeric"
            pattern="[0-9]{1,5}"
            defaultValue={server?.port ?? (tls === "implicit" ? 465 : 587)}
          />
        </label>
        <label>
          <Trans>User name</Trans>
          <input
            className="field"
            name="user"
            maxLength={320}
            placeholder={t`Empty for a server that wants no login`}
            defaultValue={server?.user ?? ""}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </label>
        <Password isStored={server !== null && server.user !== null} />
        <label>
          <Trans>Sender</Trans>
          <input
            className="field"
            name="from"
            type="email"
            required
            maxLength={254}
            placeholder="support@example.com"
            defaultValue={server?.from ?? ""}
          />
        </label>
        <div className="row">
          <button type="submit" className="btn pri" disabled={!isIdle}>
            <Trans>Save server</Trans>
          </button>
          {server === null ? null : (
            <AlertDialog.Root>
              <AlertDialog.Trigger className="btn">
                <Trans>Remove server</Trans>
              </AlertDialog.Trigger>
              <DeleteQuestion
                title={t`Remove the mail server?`}
                onDelete={() => void fetcher.submit({ intent: "remove" }, { method: "post" })}
              >
                <Trans>
                  The password is forgotten. Mail goes out through the server of the installation
                  from then on, if it has one.
                </Trans>
              </DeleteQuestion>
            </AlertDialog.Root>
          )}
        </div>
        {problem === null ? null : (
          <p className="inl bad" role="alert">
            {problem}
          </p>
        )}
      </fetcher.Form>
    </section>
  );
}

/** Kept, or entered again: one that is stored is never shown. */
function Password({ isStored }: { readonly isStored: boolean }) {
  const { t } = useLingui();
  const [choice, setChoice] = useState<"keep" | "new">(isStored ? "keep" : "new");
  return (
    <fieldset className="choices">
      <legend>
        <Trans>Password</Trans>
      </legend>
      {isStored ? (
        <>
          <label className="choice">
            <input
              type="radio"
              name="passwordChoice"
              value="keep"
              checked={choice === "keep"}
              onChange={() => setChoice("keep")}
            />
            <Trans>Keep the stored password</Trans>
          </label>
          <label className="choice">
            <input
              type="radio"
              name="passwordChoice"
              value="new"
              checked={choice === "new"}
              onChange={() => setChoice("new")}
            />
            <Trans>Enter another password</Trans>
          </label>
        </>
      ) : null}
      {choice === "keep" ? null : (
        <>
          <p className="xs i3" id="password-hint">
            <Trans>It is sealed, and never shown again.</Trans>
          </p>
          <input
            className="field"
            aria-label={t`Password`}
            aria-describedby="password-hint"
            name="password"
            type="password"
            maxLength={500}
            autoComplete="new-password"
            spellCheck={false}
          />
        </>
      )}
    </fieldset>
  );
}

function ReadOnly({ server }: Pick<Props, "server">) {
  return (
    <section>
      <h2>
        <Trans>The server</Trans>
      </h2>
      {server === null ? null : (
        <p>
          <code>
            {server.host}:{server.port}
          </code>
          , {server.from}
        </p>
      )}
      <p className="i3">
        <Trans>Owners of the workspace change it.</Trans>
      </p>
    </section>
  );
}
