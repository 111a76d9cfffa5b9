import { Trans, useLingui } from "@lingui/react/macro";
import { useId, useRef, useState, type DragEvent } from "react";
import { useRevalidator } from "react-router";
import { UploadIcon, WarningIcon } from "#app/ui/icons.tsx";

type Upload = {
  readonly name: string;
  readonly state: "sending" | "done" | "refused";
  readonly why?: string;
};

const accepted = ".md,.markdown,.html,.htm,.pdf,.txt";

/** Where files are dropped or chosen. Each is sent on its own, so that one bad file stops no other. */
export function UploadPlace({ maxBytes }: { readonly maxBytes: number }) {
  const { t } = useLingui();
  const id = useId();
  const { revalidate } = useRevalidator();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const megabytes = Math.floor(maxBytes / (1024 * 1024));

  const mark = (name: string, state: Upload["state"], why?: string) =>
    setUploads((current) => [
      ...current.filter((one) => one.name !== name),
      ...(state === "done" ? [] : [{ name, state, ...(why === undefined ? {} : { why }) }]),
    ]);

  const send = async (file: File): Promise<void> => {
    if (file.size > maxBytes) {
      mark(file.name, "refused", t`It is larger than ${megabytes} MB. Split it and try again.`);
      return;
    }
    mark(file.name, "sending");
    const body = new FormData();
    body.set("file", file);
    const answer = await fetch("/knowledge/upload", { method: "POST", body }).catch(
      () => undefined,
    );
    if (answer?.ok === true) mark(file.name, "done");
    else if (answer?.status === 422)
      mark(file.name, "refused", t`This kind of file cannot be read. Use Markdown, HTML or PDF.`);
    else if (answer?.status === 413)
      mark(file.name, "refused", t`It is larger than ${megabytes} MB. Split it and try again.`);
    else mark(file.name, "refused", t`It did not arrive. Check the connection and drop it again.`);
    await revalidate();
  };
  const sendAll = (files: FileList | null): void => {
    for (const file of files ?? []) void send(file);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    sendAll(event.dataTransfer.files);
  };
  return (
    <>
      <div
        className={over ? "drop is-over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <UploadIcon size={20} />
        <span className="grow">
          <Trans>Drop files here: Markdown, HTML, PDF or text. Up to {megabytes} MB each.</Trans>
        </span>
        <label className="vh" htmlFor={id}>
          {t`Files to upload`}
        </label>
        <input
          ref={input}
          id={id}
          className="vh"
          type="file"
          multiple
          accept={accepted}
          tabIndex={-1}
          onChange={(event) => {
            sendAll(event.target.files);
            event.target.value = "";
          }}
        />
        <button type="button" className="btn pri" onClick={() => input.current?.click()}>
          <Trans>Upload</Trans>
        </button>
      </div>
      {uploads.map(({ name, state, why }) => (
        <p
          key={name}
          className={state === "refused" ? "inl bad dock-note" : "inl dock-note"}
          role="status"
        >
          {state === "refused" ? <WarningIcon /> : <UploadIcon />}
          <span>
            <b>{name}</b> {state === "refused" ? why : <Trans>is on its way</Trans>}
          </span>
        </p>
      ))}
    </>
  );
}
