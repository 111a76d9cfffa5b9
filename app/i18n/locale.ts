/** The languages of the console. */
export const locales = ["en", "zh"] as const;
export type Locale = (typeof locales)[number];

/** Name of the cookie that remembers a chosen language. */
export const localeCookie = "xin_lang";

/** The language of a request: `?lang=`, then the cookie, then Accept-Language, then English. */
export const localeOf = (request: Request): Locale => {
  const asked = new URL(request.url).searchParams.get("lang");
  if (isLocale(asked)) return asked;
  const remembered = new RegExp(`(?:^|; )${localeCookie}=(\\w+)`).exec(
    request.headers.get("cookie") ?? "",
  )?.[1];
  if (isLocale(remembered)) return remembered;
  const accepted = (request.headers.get("accept-language") ?? "").split(",");
  return accepted.map((part) => part.trim().slice(0, 2).toLowerCase()).find(isLocale) ?? "en";
};

const isLocale = (tag: string | null | undefined): tag is Locale =>
  (locales as readonly (string | null | undefined)[]).includes(tag);
