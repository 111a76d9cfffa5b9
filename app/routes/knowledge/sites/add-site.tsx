import { Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { SiteIcon } from "#app/ui/icons.tsx";
import { useFormDialog } from "#app/ui/use-form-dialog.ts";
import { SiteProblem } from "./site-problem.tsx";

/** Adds a web page, or a whole site of them. */
export function AddSite() {
  const { t } = useLingui();
  const { open, setOpen, Form, state, data } = useFormDialog();
  const [scope, setScope] = useState<"site" | "page">("site");
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn">
        <SiteIcon size={14} />
        <span className="bar-word">
          <Trans>Add a site</Trans>
        </span>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal">
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Add a site</Trans>
            </Dialog.Title>
          </header>
          <Form method="post" action="/knowledge" className="modal-body dialog-form">
            <Dialog.Description className="i2">
              <Trans>
                Pages that are open to everybody are read, as far as the site’s robots.txt allows,
                and read again every day.
              </Trans>
            </Dialog.Description>
            <label>
              <Trans>Address</Trans>
              <input
                className="field"
                name="url"
                required
                maxLength={1000}
                inputMode="url"
                autoComplete="off"
                spellCheck={false}
                placeholder="https://help.example.com"
              />
            </label>
            <fieldset className="choices">
              <legend>
                <Trans>What to read</Trans>
              </legend>
              <label className="choice">
                <input
                  type="radio"
                  name="scope"
                  value="site"
                  checked={scope === "site"}
                  onChange={() => setScope("site")}
                />
                <Trans>The whole site: what its sitemap lists, else what its links lead to</Trans>
              </label>
              <label className="choice">
                <input
                  type="radio"
                  name="scope"
                  value="page"
                  checked={scope === "page"}
                  onChange={() => setScope("page")}
                />
                <Trans>This page alone</Trans>
              </label>
            </fieldset>
            {scope === "page" ? null : (
              <details className="site-limits">
                <summary>
                  <Trans>Limits</Trans>
                </summary>
                <div>
                  <label>
                    <Trans>Only pages whose path begins with</Trans>
                    <input
                      className="field"
                      name="pathPrefix"
                      placeholder="/help/"
                      maxLength={500}
                    />
                  </label>
                  <label>
                    <Trans>Links from the first page</Trans>
                    <input
                      className="field"
                      type="number"
                      name="maxDepth"
                      min={0}
                      max={20}
                      defaultValue={5}
                    />
                  </label>
                  <label>
                    <Trans>Pages at most</Trans>
                    <input
                      className="field"
                      type="number"
                      name="maxPages"
                      min={1}
                      max={2000}
                      defaultValue={500}
                    />
                  </label>
                </div>
              </details>
            )}
            <SiteProblem problem={state === "idle" ? (data?.problem ?? null) : null} />
            <div className="modal-acts">
              <Dialog.Close className="btn" type="button">
                <Trans>Cancel</Trans>
              </Dialog.Close>
              <button
                type="submit"
                name="intent"
                value="site-add"
                className="btn pri"
                disabled={state !== "idle"}
                aria-label={t`Add the site`}
              >
                <Trans>Add</Trans>
              </button>
            </div>
          </Form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
