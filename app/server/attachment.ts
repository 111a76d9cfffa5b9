/** The value of Content-Disposition under which a browser saves a file by this name, in any writing. */
export const attachment = (name: string): string => {
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, percent);
  return `attachment; filename*=UTF-8''${encoded}`;
};

/** RFC 8187 allows these less than encodeURIComponent does. */
const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
