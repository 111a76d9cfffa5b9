import { access, constants } from "node:fs/promises";
import { getuid } from "node:process";
import { runToEnd } from "./child.ts";

const folders = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"];

/**
 * Finds a program and answers its path. When it is missing its Debian package is installed, which only
 * root can do; anybody else is told what to run.
 */
export const ensureProgram = async (program: string, debianPackage: string): Promise<string> => {
  const found = await find(program);
  if (found !== null) return found;
  const install = `apt-get install --no-install-recommends ${debianPackage}`;
  if (getuid?.() !== 0) {
    throw new Error(`${program} is missing. Install it as root: ${install}`);
  }
  await runToEnd("apt-get", ["update", "-qq"]);
  await runToEnd("apt-get", ["install", "-y", "-qq", "--no-install-recommends", debianPackage]);
  const installed = await find(program);
  if (installed === null) throw new Error(`${install} brought no ${program}.`);
  return installed;
};

const find = async (program: string): Promise<string | null> => {
  for (const folder of folders) {
    const path = `${folder}/${program}`;
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
};
