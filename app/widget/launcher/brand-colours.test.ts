import { describe, expect, test } from "vitest";
import { brandColours } from "./brand-colours.ts";

const luminance = (css: string) => {
  const hex = /^#(..)(..)(..)$/
    .exec(css)
    ?.slice(1)
    .map((part) => Number.parseInt(part, 16));
  const [r = 0, g = 0, b = 0] = (hex ?? css.match(/\d+/g)?.map(Number) ?? []).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string) => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

const brands = Array.from({ length: 512 }, (_, index) => {
  const channel = (shift: number) => (((index >> shift) & 7) * 36).toString(16).padStart(2, "0");
  return `#${channel(0)}${channel(3)}${channel(6)}`;
});

describe("any brand colour", () => {
  test.each(["light", "dark"] as const)("is readable on %s", (theme) => {
    const surface = theme === "light" ? "#ffffff" : "#191a18";
    for (const hex of brands) {
      const { brand, onBrand, header, onHeader } = brandColours(hex, theme);
      expect(contrast(onBrand, brand), `${hex}: text on the brand`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(onHeader, header), `${hex}: text on the header`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(brand, surface), `${hex}: the brand on the panel`).toBeGreaterThanOrEqual(
        2.98,
      );
    }
  });

  test("is kept where it already works", () => {
    expect(brandColours("#2f4a3a", "light").brand).toBe("rgb(47 74 58)");
  });

  test("is the product's own when it is no colour", () => {
    for (const wrong of ["", "red", "#12", "#2f4a3a;}"]) {
      expect(brandColours(wrong, "light")).toEqual(brandColours("#00627c", "light"));
    }
  });
});
