import { spawn } from "node:child_process";
import { platform } from "node:os";
import { expect, test } from "vitest";
import { cpuSecondsByName } from "./cpu-seconds.ts";

test.runIf(platform() === "linux")("adds up what a child and its children use", async () => {
  // Until it has used that much, however long a busy machine takes to give it.
  const spin = "while (process.cpuUsage().user < 300_000);";
  const program = `
    require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(`${spin} setInterval(() => {}, 1000)`)}]);
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["-e", program], { detached: true, stdio: "ignore" });
  try {
    const nameOf = (pid: number) => (pid === child.pid ? "spinner" : undefined);
    const used = async () => (await cpuSecondsByName(nameOf))["spinner"];
    await expect.poll(used).toBeGreaterThan(0.25);
    expect((await cpuSecondsByName(nameOf))["load"]).toBeGreaterThan(0);
  } finally {
    process.kill(-(child.pid ?? 0), "SIGKILL");
  }
});
