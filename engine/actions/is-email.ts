/** One address as mail programs send to it: no quotes, no comments, a host with a dot in it. */
export const isEmail = (text: string): boolean => {
  const match =
    /^([a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@((?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63})$/i.exec(text);
  if (match === null || text.length > 254) return false;
  const [, name = "", host = ""] = match;
  const isDotted = !name.startsWith(".") && !name.endsWith(".") && !name.includes("..");
  return isDotted && host.split(".").every((label) => !/^-|-$/.test(label)) && !/\.\d+$/.test(host);
};
