/**
 * Stops the process with one clear sentence when Node.js is older than 24, the first line that runs
 * this project's TypeScript, and the version every dependency is chosen for.
 *
 * Node 24 comes with the project as the npm package `node`; its binary is put in place by that
 * package's install script. After `npm ci --ignore-scripts` there is none, and npm scripts silently
 * fall back to whatever Node the machine has.
 *
 * Use it twice. Entry points import it first. The npm scripts preload it as well, with
 * `node -r ./engine/runtime/assert-node.ts server.ts`, because Node 20 cannot parse the entry point
 * and would end with ERR_UNKNOWN_FILE_EXTENSION before any import runs.
 *
 * This file must stay free of imports, exports and types: `-r` makes Node 20 read it as a plain
 * CommonJS script, and Node 24 as a module.
 */
if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `Xin needs Node.js 24 but runs on ${process.versions.node}: the bundled Node 24 is missing, ` +
      "most likely because of `npm ci --ignore-scripts`. Run `npm ci`, or install Node.js 24.\n",
  );
  process.exit(1);
}
