import { useLingui } from "@lingui/react/macro";
import type { CanaryFigure, CanaryMeasure } from "#engine/policy-canary/compare-canary.ts";

/** How figures of a measure are written: percent, US dollars, or a score. */
export const useCanaryFormat = (measure: CanaryMeasure) => {
  const { i18n } = useLingui();
  const plain = (value: number, signed: Intl.NumberFormatOptions = {}) => {
    if (measure === "cost") {
      const money = { style: "currency", currency: "USD", maximumFractionDigits: 4 } as const;
      return i18n.number(value, { ...money, ...signed });
    }
    if (measure === "csat") return i18n.number(value, { maximumFractionDigits: 2, ...signed });
    return i18n.number(value * 100, { maximumFractionDigits: 0, ...signed });
  };
  const unit = measure === "cost" || measure === "csat" ? "" : "%";
  return {
    /** Without its unit, such as "12". */
    plain: (value: number): string => plain(value),
    /** With its unit, such as "12%". */
    amount: (value: number): string => `${plain(value)}${unit}`,
    /** With its interval and what it counts, such as "12% (8–17; 31 of 260)". */
    figure: (figure: CanaryFigure | null): string => {
      if (figure === null) return "–";
      const { value, low, high, count, of } = figure;
      const counted = count === null ? `n = ${of}` : `${count}/${of}`;
      return `${plain(value)}${unit} (${plain(low)}–${plain(high)}; ${counted})`;
    },
    /** With its sign, such as "+4"; in points of percent for shares. */
    change: (value: number): string => plain(value, { signDisplay: "exceptZero" }),
  };
};
