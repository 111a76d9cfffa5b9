import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";

type Props = {
  readonly name: ReactNode;
  readonly added: readonly string[];
  readonly removed: readonly string[];
};

/** Who put which tags on a conversation, and took which off. */
export function TagsChanged({ name, added, removed }: Props) {
  const on = <Names tags={added} />;
  const off = <Names tags={removed} />;
  if (removed.length === 0)
    return (
      <Trans>
        {name} tagged it {on}
      </Trans>
    );
  if (added.length === 0)
    return (
      <Trans>
        {name} removed the tag {off}
      </Trans>
    );
  return (
    <Trans>
      {name} tagged it {on} and removed {off}
    </Trans>
  );
}

function Names({ tags }: { readonly tags: readonly string[] }) {
  return (
    <b>
      <bdi>{tags.join(", ")}</bdi>
    </b>
  );
}
