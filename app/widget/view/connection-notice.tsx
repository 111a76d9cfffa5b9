/** @jsxImportSource preact */
import type { Messages } from "../messages/en.ts";
import type { WidgetState } from "../sync/widget-state.ts";
import { Icon } from "./icon.tsx";

type Props = { state: WidgetState; offline: boolean; t: Messages };

/** Says what is wrong with the connection and what becomes of the visitor's words. */
export const ConnectionNotice = ({ state, offline, t }: Props) => {
  const { link, outbox } = state;
  const isFinal = link === "outdated" || link === "refused";
  const waiting = outbox.filter(({ refused, sent }) => !refused && !sent).length;
  const fate = waiting > 0 ? t.offlineWaiting(waiting) : t.offlineIdle;
  return (
    <div role="status">
      {(isFinal || offline) && (
        <p class={isFinal ? "notice bad" : "notice"}>
          <Icon name={isFinal ? "failed" : "offline"} />
          <span class="grow">{isFinal ? t[link] : t.offline + fate}</span>
          {link === "outdated" && (
            <button type="button" class="link" onClick={() => location.reload()}>
              {t.reload}
            </button>
          )}
        </p>
      )}
    </div>
  );
};
