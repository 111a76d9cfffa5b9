import { Schema } from "effect";
import type { ChannelLook } from "#contract/session-start.ts";

const Line = Schema.String.check(Schema.isMaxLength(200));
const Questions = Schema.Array(Line).check(Schema.isMaxLength(6));

/** An origin such as https://shop.example.com: scheme, host and port, nothing behind. */
const Origin = Schema.String.check(Schema.isPattern(/^https?:\/\/[^/\s?#]+$/));

/** Settings of a widget channel, as they lie in the database and come from the API. */
export const ChannelSettings = Schema.Struct({
  /** CSS hex colour of the launcher and the panel's head. */
  brand: Schema.String.check(Schema.isPattern(/^#[0-9a-f]{6}$/i)),
  greeting: Schema.Struct({ en: Line, zh: Line }),
  /** Questions offered before the first message, at most six a language. */
  suggestions: Schema.Struct({ en: Questions, zh: Questions }),
  /** Pages that may show the widget; empty lets every page. */
  allowedOrigins: Schema.Array(Origin).check(Schema.isMaxLength(50)),
});
export type ChannelSettings = typeof ChannelSettings.Type;

/** What a channel looks like when nobody has said. */
export const defaultChannelSettings: ChannelSettings = {
  brand: "#2563eb",
  greeting: { en: "Hello! How can we help?", zh: "您好！有什么可以帮您？" },
  suggestions: { en: [], zh: [] },
  allowedOrigins: [],
};

/** Allows no page: .invalid is reserved and never resolves (RFC 6761). */
const noPage = ["https://nobody.invalid"];

/**
 * Reads stored settings; what is missing comes from the default. Settings that cannot be read look like
 * the default and let no page in: a damaged list of origins must not open the widget to every site.
 */
export const readChannelSettings = (stored: unknown): ChannelSettings => {
  const fields = typeof stored === "object" && stored !== null ? stored : {};
  const merged = { ...defaultChannelSettings, ...fields };
  return isChannelSettings(merged) ? merged : { ...defaultChannelSettings, allowedOrigins: noPage };
};

/** The part of the settings a visitor's widget gets. */
export const channelLook = (name: string, settings: ChannelSettings): ChannelLook => ({
  name,
  brand: settings.brand,
  greeting: settings.greeting,
  suggestions: settings.suggestions,
});

const isChannelSettings = Schema.is(ChannelSettings);
