import { Trans, useLingui } from "@lingui/react/macro";
import type { DocPeer } from "#contract/doc.ts";
import { AiAvatar, Avatar } from "../../avatar.tsx";
import { peerColours } from "../../peer-colour.ts";

type Props = { readonly peers: readonly DocPeer[]; readonly memberId: string };

/** Who else has the draft open, by name; first those who write in it. */
export function DraftPeople({ peers, memberId }: Props) {
  const { i18n } = useLingui();
  const others = new Map<string, DocPeer>();
  for (const peer of peers) {
    if (peer.memberId === memberId) continue;
    if (peer.place !== null || !others.has(peer.memberId)) others.set(peer.memberId, peer);
  }
  const all = [...others.values()];
  const colours = peerColours(peers);
  const writers = all.filter(({ place }) => place !== null);
  const shown = writers.length > 0 ? writers : all;
  const names = new Intl.ListFormat(i18n.locale).format(shown.map(({ name }) => name));
  return (
    <span className="draft-people row xs" aria-live="polite">
      {all.map(({ memberId: id, name, ai }) =>
        ai === true ? (
          <AiAvatar key={id} size={18} />
        ) : (
          <Avatar
            key={id}
            name={name}
            memberId={id}
            size={18}
            className={`peer-${colours.get(id)}`}
          />
        ),
      )}
      {shown.length === 0 ? null : (
        <span className="tr">
          {writers.length > 0 ? (
            <Trans>In the draft with you: {names}</Trans>
          ) : (
            <Trans>Reading the draft with you: {names}</Trans>
          )}
        </span>
      )}
    </span>
  );
}
