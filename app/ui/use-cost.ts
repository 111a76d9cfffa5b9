import { useLingui } from "@lingui/react/macro";

/** How US dollars are written, down to a hundredth of a cent where there are some. */
export const useCost = (): ((usd: number) => string) => {
  const { i18n } = useLingui();
  return (usd) =>
    i18n.number(usd, { style: "currency", currency: "USD", maximumFractionDigits: 4 });
};
