/** A figure that was promised, and what it came to. */
export type Bar = {
  readonly name: string;
  /** Null when it could not be measured: the bar is missed. */
  readonly measured: number | null;
  /** The most, or the least, that it may be. */
  readonly atMost?: number;
  readonly atLeast?: number;
};

/** Whether the figure is within its bar. */
export const isMet = ({ measured, atMost = Infinity, atLeast = -Infinity }: Bar): boolean =>
  measured !== null && measured <= atMost && measured >= atLeast;
