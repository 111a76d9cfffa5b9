import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { EventBody } from "#contract/conversation-event.ts";
import { downstream, oldestServedVersion, protocolVersion, upstream } from "#contract/names.ts";

const page = await readFile(new URL("../../docs/protocol.md", import.meta.url), "utf8");
const eventTypes = EventBody.members.map(({ fields }) => fields.type.literal);

it.each([...Object.values(upstream), ...Object.values(downstream), ...eventTypes])(
  "[RT28] the page of the protocol has a row for %s",
  (name) => {
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, "m"));
  },
);

it("[RT23] the page of the protocol says which versions are served", () => {
  expect(page).toContain(`\`names.ts\`, now ${protocolVersion}.`);
  expect(page).toContain(`\`oldestServedVersion\` on, now ${oldestServedVersion}:`);
});
