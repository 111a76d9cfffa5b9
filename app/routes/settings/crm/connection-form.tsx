import { Trans, useLingui } from "@lingui/react/macro";
import { AlertDialog } from "radix-ui";
import { Link, useFetcher } from "react-router";
import { DeleteQuestion } from "#app/ui/delete-question.tsx";
import { KeyField } from "#app/ui/key-field.tsx";
import type { CrmConnection } from "#db/reads/crm-connection.ts";
import type { CrmResult } from "./crm-acts.ts";

type Props = { readonly connection: CrmConnection | null; readonly mayManage: boolean };

/** The address and the key of the system, and a way to take both away. */
export function ConnectionForm({ connection, mayManage }: Props) {
  const { t } = useLingui();
  const fetcher = useFetcher<CrmResult>();
  const isIdle = fetcher.state === "idle";
  const problem = isIdle ? (fetcher.data?.problem ?? null) : null;
  if (!mayManage) return <ReadOnly connection={connection} />;
  return (
    <section>
      <h2>
        <Trans>The system</Trans>
      </h2>
      <fetcher.Form method="post" className="settings-form">
        <input type="hidden" name="intent" value="connect" />
        <label>
          <Trans>Address</Trans>
          <input
            className="field"
            name="url"
            type="url"
            required
            maxLength={500}
            placeholder="https://shop.example.com/xin"
            defaultValue={connection?.url ?? ""}
            spellCheck={false}
          />
        </label>
        <p className="xs i3">
          <Trans>
            Xin asks it for <code>/orders/1042</code> and <code>/tickets/1042</code> below this
            address.{" "}
            <Link className="link" to="/help/orders-and-tickets">
              The help
            </Link>{" "}
            has what it should answer.
          </Trans>
        </p>
        <KeyField keyEnding={connection?.keyEnding ?? null} />
        <div className="row">
          <button type="submit" className="btn pri" disabled={!isIdle}>
            {connection === null ? <Trans>Connect</Trans> : <Trans>Save connection</Trans>}
          </button>
          {connection === null ? null : (
            <AlertDialog.Root>
              <AlertDialog.Trigger className="btn">
                <Trans>Disconnect</Trans>
              </AlertDialog.Trigger>
              <DeleteQuestion
                title={t`Disconnect the system?`}
                onDelete={() => void fetcher.submit({ intent: "disconnect" }, { method: "post" })}
              >
                <Trans>
                  The AI can no longer read orders and tickets, and the key is forgotten.
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

function ReadOnly({ connection }: Pick<Props, "connection">) {
  return (
    <section>
      <h2>
        <Trans>The system</Trans>
      </h2>
      <p>
        {connection === null ? (
          <Trans>No system is connected.</Trans>
        ) : (
          <code>{connection.url}</code>
        )}
      </p>
      <p className="i3">
        <Trans>Owners of the workspace change it.</Trans>
      </p>
    </section>
  );
}
