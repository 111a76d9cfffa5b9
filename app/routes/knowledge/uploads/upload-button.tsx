import { Trans, useLingui } from "@lingui/react/macro";
import { useRef } from "react";
import { UploadIcon } from "#app/ui/icons.tsx";
import { readableEndings } from "./check-file.ts";
import { filesOfList } from "./collect-files.ts";
import type { UploadQueue } from "./upload-queue.ts";

/** Lets files be chosen and sends them. */
export function UploadButton({ queue }: { readonly queue: UploadQueue }) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        className="vh"
        type="file"
        aria-label={t`Files to upload`}
        tabIndex={-1}
        multiple
        accept={readableEndings}
        onChange={({ target }) => {
          if (target.files !== null) queue.add(filesOfList(target.files));
          target.value = "";
        }}
      />
      <button type="button" className="btn pri" onClick={() => input.current?.click()}>
        <UploadIcon size={14} />
        <Trans>Upload</Trans>
      </button>
    </>
  );
}
