import { Plural, Trans } from "@lingui/react/macro";
import { ErrorText } from "#app/ui/error-text.tsx";
import type { ListedSource } from "./read-list.ts";
import type { TableTools } from "./table-tools.ts";
import { isWorking } from "./use-live-list.ts";
import { useSourceAct } from "./use-source-act.ts";

type Props = {
  readonly chosen: readonly ListedSource[];
  readonly clear: () => void;
  readonly tools: TableTools;
};

/** What may be done with all the chosen sources at once. */
export function ChosenBar({ chosen, clear, tools }: Props) {
  const act = useSourceAct("chosen-sources");
  const ids = (isFit: (source: ListedSource) => boolean) =>
    chosen.filter(isFit).map(({ id }) => id);
  const working = ids(({ state }) => isWorking(state));
  const resting = ids(({ state }) => !isWorking(state));
  return (
    <div className="chosen-bar" role="status">
      <span className="m">
        <Plural value={chosen.length} one="# chosen" other="# chosen" />
      </span>
      {resting.length === 0 ? null : (
        <button
          type="button"
          className="btn sm"
          disabled={act.isBusy}
          onClick={() => act.run("retry", ...resting)}
        >
          <Trans>Read again</Trans>
        </button>
      )}
      {working.length === 0 ? null : (
        <button
          type="button"
          className="btn sm"
          disabled={act.isBusy}
          onClick={() => act.run("cancel", ...working)}
        >
          <Trans>Cancel the work</Trans>
        </button>
      )}
      <button type="button" className="btn sm danger" onClick={() => tools.remove(...chosen)}>
        <Trans>Delete</Trans>
      </button>
      {act.problem === null ? null : (
        <span className="c-bad-t" role="alert">
          <ErrorText error={act.problem} />
        </span>
      )}
      <button type="button" className="btn sm ghost end" onClick={clear}>
        <Trans>Choose none</Trans>
      </button>
    </div>
  );
}
