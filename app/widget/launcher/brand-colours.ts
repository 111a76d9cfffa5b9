/** A brand's colours on one theme, as CSS hex. */
export type BrandColours = {
  /** Fill of the visitor's own bubbles and of the send button. */
  readonly brand: string;
  /** Text on `brand`, at least 4.5 : 1. */
  readonly onBrand: string;
  /** Fill of the panel's header. */
  readonly header: string;
  readonly onHeader: string;
};

type Rgb = readonly [number, number, number];

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
const darkSurface: Rgb = [25, 26, 24];

/**
 * A brand, `#rrggbb`, on a theme. On light it is as chosen, darkened where it would vanish on white;
 * on dark it is lightened until it stands out, over a header of its shade.
 */
export const brandColours = (hex: string, theme: "light" | "dark"): BrandColours => {
  const chosen = parse(hex);
  if (theme === "light") {
    const fill = towards(chosen, black, (colour) => contrast(colour, white) >= 3);
    const [brand, onBrand] = [css(fill), css(readableOn(fill))];
    return { brand, onBrand, header: brand, onHeader: onBrand };
  }
  // White washes a colour out, so it starts from one twice as vivid.
  const [r, g, b] = chosen;
  const grey = (r + g + b) / 3;
  const vivid = mix([grey, grey, grey], chosen, 2);
  const fill = towards(vivid, white, (colour) => contrast(colour, darkSurface) >= 7);
  const header = mix(darkSurface, chosen, 0.16);
  return {
    brand: css(fill),
    onBrand: css(readableOn(fill)),
    header: css(header),
    onHeader: "#ebebe8",
  };
};

const towards = (from: Rgb, to: Rgb, isEnough: (colour: Rgb) => boolean, share = 0): Rgb => {
  const colour = mix(from, to, share);
  return share >= 1 || isEnough(colour) ? colour : towards(from, to, isEnough, share + 0.05);
};

/** White where it reads, else black: one of them always reaches 4.5 : 1. */
const readableOn = (colour: Rgb): Rgb => (contrast(white, colour) >= 4.5 ? white : black);

const mix = (a: Rgb, b: Rgb, share: number): Rgb => {
  const at = (index: 0 | 1 | 2) =>
    Math.min(255, Math.max(0, a[index] + (b[index] - a[index]) * share));
  return [at(0), at(1), at(2)];
};

/** Ratio of WCAG 2, from 1 to 21. */
const contrast = (a: Rgb, b: Rgb): number => {
  const [one, two] = [luminance(a), luminance(b)];
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
};

const luminance = ([r, g, b]: Rgb): number =>
  0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

const linear = (channel: number): number => ((channel / 255 + 0.055) / 1.055) ** 2.4;

/** Anything but `#rrggbb` gives the product's petrol. */
const parse = (hex: string): Rgb => {
  const value = Number.parseInt(/^#([\da-f]{6})$/i.exec(hex)?.[1] ?? "00627c", 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};

const css = (colour: Rgb): string =>
  `rgb(${colour.map((channel) => Math.round(channel)).join(" ")})`;
