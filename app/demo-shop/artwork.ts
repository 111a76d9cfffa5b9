import { html, type Markup } from "./html.ts";

/** Shapes used more than once. Colours come from the page's style sheet, by class. */
export const symbols = (): Markup =>
  html`<svg width="0" height="0" aria-hidden="true" class="vh">
    <defs>
      <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
        <stop class="sky-1" offset="0" />
        <stop class="sky-2" offset="1" />
      </linearGradient>
      <linearGradient id="fly" x1="0" y1="0" x2="1" y2="1">
        <stop class="fly-1" offset="0" />
        <stop class="fly-2" offset="1" />
      </linearGradient>
      <linearGradient id="lake" x1="0" y1="0" x2="0" y2="1">
        <stop class="lake-1" offset="0" />
        <stop class="lake-2" offset="1" />
      </linearGradient>
    </defs>
    <symbol id="skerry" viewBox="0 0 560 510" preserveAspectRatio="xMidYMid slice">
      <path fill="url(#sky)" d="M0 0h560v510H0z" />
      <circle class="sun" cx="430" cy="118" r="38" />
      <path
        class="cloud"
        d="M58 96h118a14 14 0 0 0-20-13 24 24 0 0 0-45-3 19 19 0 0 0-34 4 13 13 0 0 0-19 12zM300 62h74a9 9 0 0 0-13-8 16 16 0 0 0-29-2 12 12 0 0 0-21 3 8 8 0 0 0-11 7z"
      />
      <path class="far" d="M0 262 62 214l38 20 70-76 58 56 46-30 62 54 56-22 84-54 84 58v80H0z" />
      <path
        class="snow"
        d="m170 158-31 34 16-6 13 11 14-14 20 10zM476 162l-34 22 18-1 13 9 12-8 18 3z"
      />
      <path
        class="near"
        d="M0 292c60-26 110-34 176-22 58 10 96 2 150-14 70-20 150-16 234 14v48H0z"
      />
      <path fill="url(#lake)" d="M0 304h560v82H0z" />
      <path class="shimmer" d="M40 322h90M170 334h60M392 320h110M440 340h70M24 350h52M330 350h44" />
      <path class="shore" d="M0 372c84-20 150-22 236-12 96 11 206 8 324-16v166H0z" />
      <path class="sand" d="M0 420c120-22 260-24 380-10 70 8 130 4 180-6v106H0z" />
      <path class="shadow" d="M64 440c90 26 330 30 452-2-60-14-390-16-452 2z" />
      <path class="guy" d="M280 214 40 446M280 214l244 230M150 330 28 430M412 328l118 96" />
      <path fill="url(#fly)" d="M92 436c50-122 106-222 188-222s142 100 192 222z" />
      <path class="panel-dark" d="M280 214c82 0 142 100 192 222H352c-10-92-34-178-72-222z" />
      <path class="seam" d="M280 214c-58 40-96 130-112 222M280 214c38 44 62 130 72 222" />
      <path class="door" d="M280 240c-34 46-58 116-66 196h116c-6-80-22-150-50-196z" />
      <path class="inner" d="M280 240c-12 58-18 124-18 196h68c-6-80-22-150-50-196z" />
      <path class="zip" d="M280 240c-12 58-18 124-18 196" />
      <path class="pole" d="M92 436c50-122 106-222 188-222s142 100 192 222" />
      <path class="vent" d="M196 288c10-12 24-18 38-16-4 12-16 22-38 16z" />
      <path class="mark" d="m394 388 13-24 13 24zM401 388l6-11 6 11" />
      <path class="edge" d="M86 437h392" />
      <path
        class="peg"
        d="m36 440 8 14M520 438l-6 16M24 424l8 13M534 418l-7 13M92 432l-4 14M472 432l5 14"
      />
      <path
        class="stone"
        d="M30 480c4-12 30-14 36 0zM486 474c6-14 40-16 46 0zM120 494c3-8 20-9 24 0zM410 492c3-7 16-8 20 0z"
      />
      <path
        class="grass"
        d="M20 462c-2-10-6-14-8-18 6 2 10 8 12 18 0-12 2-18 6-24-1 8-3 16-4 24zM540 460c-2-10-6-14-8-18 6 2 10 8 12 18 0-12 2-18 6-24-1 8-3 16-4 24zM444 470c-2-8-4-12-6-15 5 2 8 7 9 15 0-10 2-15 5-19z"
      />
    </symbol>
    <symbol id="mountain" viewBox="0 0 24 24">
      <path class="line" d="m2.5 20 9.5-16 9.5 16zM8 20l4-7.5 4 7.5" />
    </symbol>
  </svg>`;

/** The tent on its shore, cut to a part of the picture. */
export const skerryPicture = (name: string, box = "0 0 560 510"): Markup =>
  html`<svg viewBox="${box}" preserveAspectRatio="xMidYMid slice" role="img" aria-label="${name}">
    <use href="#skerry" width="560" height="510" />
  </svg>`;

/** The shop's mark. */
export const shopMark = (size: number): Markup =>
  html`<svg width="${size}" height="${size}" viewBox="0 0 24 24" aria-hidden="true">
    <use href="#mountain" width="24" height="24" />
  </svg>`;

/** Line icons of 24 units. */
export const lineIcon = (path: string, size = 20): Markup =>
  html`<svg class="line" width="${size}" height="${size}" viewBox="0 0 24 24" aria-hidden="true">
    <path d="${path}" />
  </svg>`;

/** Paths for `lineIcon`. */
export const iconPaths = {
  bag: "M6 8h12l1 13H5zM9 8V6a3 3 0 0 1 6 0v2",
  theme:
    "M12 4v-2M12 22v-2M4 12H2M22 12h-2M6.3 6.3 5 5M19 19l-1.3-1.3M6.3 17.7 5 19M19 5l-1.3 1.3M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0z",
  out: "M13 5h6v6M19 5l-8 8M17 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h5",
  chat: "M12 3.5c-5 0-9 3.4-9 7.7 0 2.4 1.3 4.5 3.3 5.9-.1 1.2-.6 2.3-1.5 3.3 1.8-.1 3.4-.7 4.7-1.7.8.2 1.6.2 2.5.2 5 0 9-3.4 9-7.7S17 3.5 12 3.5z",
  person: "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM4 21a8 8 0 0 1 16 0",
  source: "M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h5",
  shield: "M12 3 5 6v5c0 5 3 8.5 7 10 4-1.5 7-5 7-10V6zM9 12l2 2 4-4",
  repair: "M14.5 6.5a4 4 0 0 1 5-1l-3 3 2 2 3-3a4 4 0 0 1-5.5 5L8 21l-4-4 8.5-8a4 4 0 0 1 2-2.5z",
  parcel: "M3.5 7.5 12 3l8.5 4.5v9L12 21l-8.5-4.5zM3.5 7.5 12 12l8.5-4.5M12 12v9",
  back: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
} as const;

/** Small pictures of the things that go with the tent. */
export const tiles = {
  footprint: html`<svg viewBox="0 0 120 100" aria-hidden="true">
    <path class="t-shadow" d="M18 62 60 86l44-26-2-4z" />
    <path class="t-sage" d="M14 54 60 28l46 26-46 27z" />
    <path class="t-sage-2" d="m14 54 46-26 10 6-46 26zM60 81l46-27v4L60 85z" />
    <path class="t-line" d="m20 54 40-22 40 22-40 23z" />
  </svg>`,
  stove: html`<svg viewBox="0 0 120 100" aria-hidden="true">
    <ellipse class="t-shadow" cx="60" cy="84" rx="30" ry="5" />
    <rect class="t-rust" x="44" y="52" width="32" height="30" rx="6" />
    <path class="t-rust-2" d="M44 62h32v8H44z" />
    <path class="t-steel" d="M56 44h8v10h-8zM36 34h48l-6 8H42z" />
    <path class="t-steel-2" d="M36 34h48v3H36z" />
    <path class="t-flame" d="M60 30c-7-5-3-11 0-18 5 6 8 12 0 18z" />
  </svg>`,
  pack: html`<svg viewBox="0 0 120 100" aria-hidden="true">
    <ellipse class="t-shadow" cx="60" cy="88" rx="24" ry="4" />
    <path
      class="t-moss-2"
      d="M38 44c-6 4-8 12-7 24 0 6 6 6 7 2zM82 44c6 4 8 12 7 24 0 6-6 6-7 2z"
    />
    <rect class="t-moss" x="38" y="20" width="44" height="66" rx="16" />
    <path class="t-moss-2" d="M44 56h32v18a8 8 0 0 1-8 8H52a8 8 0 0 1-8-8z" />
    <path class="t-strap" d="M42 42h36M52 20c0-9 16-9 16 0" />
    <path class="t-rust" d="M56 62h8v5h-8z" />
  </svg>`,
};
