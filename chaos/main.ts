import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFleet } from "./fleet/fleet.ts";
import { untilSignal } from "./fleet/until-signal.ts";

/*
 * `npm run chaos -- up` starts a whole installation on the loopback, prints where it is, and takes it
 * down on Ctrl-C.
 */
const up = async () => {
  const folder = await mkdtemp(join(tmpdir(), "xin-fleet-"));
  try {
    await using fleet = await openFleet({ folder });
    const [tenant] = await fleet.makeTenants([{ slug: "drill", operators: 1 }]);
    console.log(
      `Console: ${fleet.origin}, as ${tenant?.owner.email}: cookie ${tenant?.owner.cookie}`,
    );
    for (const { name, role, url, pid, log } of fleet.processes)
      console.log(`${name} (${role}, pid ${pid}): ${url}, log ${log}`);
    console.log(`PostgreSQL: ${fleet.postgres.url("xin_app")}  Redis: ${fleet.redis.url}`);
    console.log("Ctrl-C ends it.");
    await untilSignal();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const [command] = process.argv.slice(2);
if (command === "up") await up();
else {
  console.error("Usage: npm run chaos -- up");
  process.exitCode = 2;
}
