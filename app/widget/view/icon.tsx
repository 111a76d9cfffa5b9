/** @jsxImportSource preact */

const paths = {
  close: "M6 6l12 12M18 6 6 18",
  person: "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM4 21a8 8 0 0 1 16 0",
  send: "M12 19V5M6 11l6-6 6 6",
  clock: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 7v5l3 2",
  sent: "m5 12.5 4.5 4.5L19 7.5",
  seen: "m2 12.5 4.5 4.5L15 8M12 16l1 1 9-9.5",
  failed: "M12 3.5 22 20.5H2zM12 10v4.5M12 17.5v.01",
  retracted: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  opens: "m9 6 6 6-6 6",
  back: "m15 6-6 6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  handedOver: "M4 12h12M11 7l5 5-5 5M20 5v14",
  offline: "M20 11a8 8 0 0 0-14.3-4M4 4v4h4M4 13a8 8 0 0 0 14.3 4M20 20v-4h-4",
} as const;

/** Names of the icons. */
export type IconName = keyof typeof paths;

/** A line icon. Decoration: the words beside it, or the button's name, say what it means. */
export const Icon = ({ name, size = 16 }: { name: IconName; size?: number }) => (
  <svg class="i" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);

/** The mark of the AI: a ring and its satellite. */
export const OrbitIcon = ({ size }: { size: number }) => (
  <svg class="i" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
    <circle cx="10.5" cy="13.5" r="6.5" />
    <circle class="fill" cx="19" cy="5" r="2.6" />
  </svg>
);

/** The square of Stop. */
export const StopIcon = () => (
  <svg class="i" viewBox="0 0 24 24" width="12" height="12" aria-hidden="true">
    <rect class="fill" x="6" y="6" width="12" height="12" rx="2" />
  </svg>
);
