/** Which addresses belong to a site. */
export type SiteScope = {
  /** Host and port, the port only where it is not the usual one. */
  readonly host: string;
  /** What the path begins with; "/" for the whole host. */
  readonly pathPrefix: string;
};

/** Whether an address belongs to the site. http and https are the same site. */
export const inScope = ({ host, pathPrefix }: SiteScope, address: string): boolean => {
  const url = new URL(address);
  if (url.host !== host) return false;
  if (url.pathname.startsWith(pathPrefix)) {
    const next = url.pathname[pathPrefix.length];
    return pathPrefix.endsWith("/") || next === undefined || next === "/";
  }
  return pathPrefix === `${url.pathname}/`;
};

/** The part of a host a site begins in: the folder of its first page, or the page itself where it names none. */
export const folderOf = (address: string): string => {
  const { pathname } = new URL(address);
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  return last.includes(".") ? pathname.slice(0, pathname.lastIndexOf("/") + 1) : pathname;
};
