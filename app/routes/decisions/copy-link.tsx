import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { CheckIcon, LinkIcon } from "#app/ui/icons.tsx";

/** Puts the address of a decision where it can be pasted from. */
export function CopyLink({ path }: { readonly path: string }) {
  const { t } = useLingui();
  const [copied, setCopied] = useState<string | null>(null);
  const isCopied = copied === path;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(new URL(path, location.href).href);
    setCopied(path);
  };
  const label = isCopied ? t`The link is copied` : t`Copy the link to this decision`;
  return (
    <button
      type="button"
      className="ib"
      aria-label={label}
      title={label}
      onClick={() => void copy().catch(() => setCopied(null))}
    >
      {isCopied ? <CheckIcon /> : <LinkIcon />}
    </button>
  );
}
