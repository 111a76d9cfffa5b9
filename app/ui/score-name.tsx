import { Trans } from "@lingui/react/macro";

/** What a visitor's score from 1 to 5 means, as the widget says it. */
export function ScoreName({ score }: { readonly score: number }) {
  switch (score) {
    case 1:
      return <Trans>Very bad</Trans>;
    case 2:
      return <Trans>Bad</Trans>;
    case 3:
      return <Trans>So-so</Trans>;
    case 4:
      return <Trans>Good</Trans>;
    default:
      return <Trans>Very good</Trans>;
  }
}
