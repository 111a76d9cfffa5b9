/** @jsxImportSource preact */
import type { RefObject } from "preact";
import type { Messages } from "../messages/en.ts";
import { custody, type WidgetState } from "../sync/widget-state.ts";
import { Composer } from "./composer.tsx";
import { Icon, StopIcon } from "./icon.tsx";

type Props = {
  state: WidgetState;
  t: Messages;
  text: string;
  input: RefObject<HTMLTextAreaElement | null>;
  onText: (text: string) => void;
  onSend: () => void;
  onPerson: () => void;
  onStop: () => void;
};

/** What never scrolls away: the way to a person, Stop while an answer is written, the composer. */
export const PanelFooter = (props: Props) => {
  const { state, t, onStop } = props;
  const isFinal = state.link === "refused" || state.link === "outdated";
  return (
    <div class="foot">
      <div class="acts">
        <PersonButton {...props} />
        {state.streams.current !== null && (
          <button type="button" class="chip stop" onClick={onStop}>
            <StopIcon />
            {t.stop}
          </button>
        )}
      </div>
      <Composer {...props} disabled={isFinal} />
    </div>
  );
};

/** Asks for a person; once that has happened it says how things stand. */
const PersonButton = ({ state, t, onPerson }: Props) => {
  const { holder, name } = custody(state);
  const asked = state.outbox.find(({ kind }) => kind === "person");
  const failed = asked !== undefined && asked.refused !== null;
  const canAsk = holder === "ai" && (asked === undefined || failed);
  const words = failed ? t.askFailed : asked === undefined ? t.talkToPerson : t.askingForPerson;
  const standing = holder === "people" ? t.withPerson(name) : t.personAsked;
  return (
    <button
      type="button"
      class="chip person"
      aria-disabled={!canAsk}
      onClick={() => {
        if (canAsk) onPerson();
      }}
    >
      <Icon name={holder === "ai" ? "person" : "sent"} size={14} />
      {holder === "ai" ? words : standing}
    </button>
  );
};
