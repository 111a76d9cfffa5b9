import { Trans, useLingui } from "@lingui/react/macro";
import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { UploadIcon } from "#app/ui/icons.tsx";
import { filesOfDrop, filesOfList } from "./collect-files.ts";
import type { UploadQueue } from "./upload-queue.ts";

type Props = {
  readonly queue: UploadQueue;
  readonly megabytes: number;
  /** What stands at the end of the area. */
  readonly children: ReactNode;
};

/** Where files and folders are dropped, and where a folder is chosen. */
export function DropArea({ queue, megabytes, children }: Props) {
  const { t } = useLingui();
  const folder = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void filesOfDrop(event.dataTransfer).then((found) => queue.add(found));
  };
  return (
    <div
      className={over ? "drop is-over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <UploadIcon size={18} />
      <p className="grow">
        <Trans>
          Drop files or a folder: Markdown, HTML, PDF, DOCX, CSV, text, zip. Up to {megabytes} MB
          each.
        </Trans>
      </p>
      <input
        ref={folder}
        className="vh"
        type="file"
        aria-label={t`Folder to upload`}
        tabIndex={-1}
        multiple
        // React passes on the attribute that makes it a chooser of folders, but does not know its type.
        {...{ webkitdirectory: "" }}
        onChange={({ target }) => {
          if (target.files !== null) queue.add(filesOfList(target.files));
          target.value = "";
        }}
      />
      <button type="button" className="btn ghost" onClick={() => folder.current?.click()}>
        <Trans>Choose a folder</Trans>
      </button>
      {children}
    </div>
  );
}
