import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Signs the demo's owner in by the link in the data folder and opens the workspace `tarnmoor`. Answers
 * the value of a `cookie` header. Throws when there is no demo or the link was used.
 */
export const signIn = async (url: string, dataDir: string): Promise<string> => {
  const link = new URL((await readFile(join(dataDir, "sign-in-link"), "utf8")).trim());
  const answer = await fetch(`${url}/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ token: link.searchParams.get("token") ?? "" }),
    headers: { origin: url },
    redirect: "manual",
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0];
  if (cookie === undefined) throw new Error(`The sign-in link was refused: ${answer.status}`);
  const inbox = await fetch(`${url}/?workspace=tarnmoor`, { headers: { cookie } });
  if (!inbox.ok) throw new Error("There is no workspace tarnmoor: bench on an empty database.");
  return cookie;
};
