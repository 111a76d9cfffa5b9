import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Fleet } from "../fleet/fleet.ts";
import type { FleetTenant } from "../fleet/tenants.ts";
import { type PublishPlace, publishVersion, readPointers } from "./publish-race.ts";

/** What visitors ask such a page. */
export const spokenQuestion = "Which version speaks?";

/** Makes a policy with so many versions that answer with their own number, and lets the first one answer. */
export const openSpeakingPage = async (
  fleet: Fleet,
  { slug }: FleetTenant,
  versions: number,
): Promise<PublishPlace> => {
  const file = join(fleet.folder, "speaking.md");
  let policyId = "";
  for (let version = 1; version <= versions; version += 1) {
    await writeFile(file, pageOf(version));
    const made = await fleet.xin("policy", "import", file, "--tenant", slug, "--name", "Speaking");
    ({ policyId } = made as { policyId: string });
  }
  const words = ["token", "create", "--tenant", slug, "--role", "owner"];
  const { token } = (await fleet.xin(...words)) as { token: string };
  const place = { origin: fleet.origin, token, policyId };
  const { status, message } = await publishVersion(
    place,
    1,
    (await readPointers(place)).production,
  );
  if (status !== 200) throw new Error(`v1 is not published: ${message}`);
  return place;
};

/** The number of the version that gave an answer; null for other words. */
export const spokenVersion = (answer: string): number | null => {
  const number = /^Version (\d+) speaks\.$/.exec(answer)?.[1];
  return number === undefined ? null : Number(number);
};

const pageOf = (version: number): string =>
  `---\nmode: auto\n---\n\n# Speaking\n\nAnswer.\n\n## Rules\n\n- When someone asks about "version", then answer: Version ${version} speaks.\n`;
