import { Trans, useLingui } from "@lingui/react/macro";
import { Form, useNavigation } from "react-router";

type Props = {
  readonly policies: readonly {
    readonly id: string;
    readonly name: string;
    readonly lastVersion: number;
    readonly productionVersion: number | null;
  }[];
  /** Number of the newest retrieval config; 0 when none was saved. */
  readonly lastTuning: number;
  readonly models: readonly string[];
};

/** Versions of a policy to choose from, the newest. */
const shownVersions = 20;

/** Under what the conversation is answered again. */
export function ReplayForm({ policies, lastTuning, models }: Props) {
  const { t } = useLingui();
  const busy = useNavigation().state === "submitting";
  return (
    <Form method="post" className="replay-form">
      <label>
        <Trans>Policy</Trans>
        <select className="field" name="policy">
          <option value="recorded">{t`As it was then`}</option>
          <option value="production">{t`In production now`}</option>
          {policies.flatMap(({ id, name, lastVersion, productionVersion }) =>
            newest(lastVersion).map((version) => (
              <option key={`${id}@${version}`} value={`${id}@${version}`}>
                {version === productionVersion
                  ? t`${name} v${version} (in production)`
                  : `${name} v${version}`}
              </option>
            )),
          )}
        </select>
      </label>
      <label>
        <Trans>Retrieval</Trans>
        <select className="field" name="tuning">
          <option value="recorded">{t`As it was then`}</option>
          <option value="production">{t`In production now`}</option>
          {newest(lastTuning).map((version) => (
            <option key={version} value={version}>{`r${version}`}</option>
          ))}
          <option value="0">{t`r0, as Xin comes`}</option>
        </select>
      </label>
      <label>
        <Trans>Model</Trans>
        <select className="field" name="model">
          <option value="in-use">{t`In their order, as in use`}</option>
          <option value="built-in">{t`Built-in, costs nothing`}</option>
          {models.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <Trans>Passages</Trans>
        <select className="field" name="passages">
          <option value="recorded">{t`Those found then`}</option>
          <option value="search">{t`Search today's knowledge`}</option>
        </select>
      </label>
      <button type="submit" className="btn pri" disabled={busy}>
        {busy ? <Trans>Answering again…</Trans> : <Trans>Replay</Trans>}
      </button>
    </Form>
  );
}

const newest = (last: number) =>
  Array.from({ length: Math.min(last, shownVersions) }, (_, index) => last - index);
