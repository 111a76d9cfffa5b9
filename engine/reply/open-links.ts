import type { ScoredPassage } from "../knowledge/retrieve.ts";

/**
 * Links of a passage as whole addresses, for who does not know where the passage stands. Those that are
 * relative to a source without an address, or longer than this, lead nowhere.
 */
export const openLinks = ({ links, url }: Pick<ScoredPassage, "links" | "url">) =>
  links.flatMap((link) => {
    const address = URL.parse(link.url, url ?? undefined);
    const isOpen = address !== null && ["https:", "http:", "mailto:"].includes(address.protocol);
    return isOpen && address.href.length <= maxAddress
      ? [{ text: link.text, url: address.href }]
      : [];
  });

const maxAddress = 1000;
