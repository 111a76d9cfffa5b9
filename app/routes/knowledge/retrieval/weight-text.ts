/** The settings that are numbers on a slider. */
export type WeightName = "meaning" | "titles" | "sendLine" | "passages";

/** A weight as people read it. */
export const weightText = (name: WeightName, value: number): string =>
  name === "passages" ? String(value) : value.toFixed(name === "titles" ? 1 : 2);
