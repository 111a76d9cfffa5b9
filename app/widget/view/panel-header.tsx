/** @jsxImportSource preact */
import type { Messages } from "../messages/en.ts";
import { custody, type WidgetState } from "../sync/widget-state.ts";
import { Icon } from "./icon.tsx";

type Props = {
  state: WidgetState;
  titleId: string;
  offline: boolean;
  t: Messages;
  onClose: () => void;
};

/** The channel's name and who answers now. */
export const PanelHeader = ({ state, titleId, offline, t, onClose }: Props) => {
  const name = state.look?.name ?? "";
  return (
    <div class="head">
      <span class="logo" aria-hidden="true">
        {Array.from(name)[0] ?? ""}
      </span>
      <div class="grow">
        <h2 id={titleId}>{name === "" ? t.dialogUnnamed : name}</h2>
        <p class="holder">{holderLine(state, offline, t)}</p>
      </div>
      <button type="button" class="ib" aria-label={t.close} title={t.close} onClick={onClose}>
        <Icon name="close" size={18} />
      </button>
    </div>
  );
};

const holderLine = (state: WidgetState, offline: boolean, t: Messages): string => {
  if (state.link === "connecting" || offline) return t.connecting;
  if (state.link === "refused") return t.refused;
  const { holder, name } = custody(state);
  if (holder === "ai") return t.aiAnswers;
  return holder === "waiting" ? t.personWillAnswer : t.withPerson(name);
};
