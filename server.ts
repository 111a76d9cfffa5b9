import "./engine/runtime/assert-node.ts";
import { createServer } from "node:http";
import { flushCompileCache } from "node:module";
import { makeFront } from "#app/api/front.ts";
import { makeHealthHandler } from "#app/api/health.ts";
import { printWelcome } from "#engine/demo/print-welcome.ts";
import { seedDemo } from "#engine/demo/seed-demo.ts";
import { readConfig, unknownSettings } from "#engine/runtime/config.ts";
import { ensureBuilt } from "#engine/runtime/ensure-built.ts";
import { makeLifecycle } from "#engine/runtime/lifecycle.ts";
import { listen } from "#engine/runtime/listen.ts";
import { makeLogger } from "#engine/runtime/log.ts";
import { makeMetrics } from "#engine/runtime/metrics.ts";
import type { Services } from "#engine/runtime/services.ts";
import { closeHttp } from "#engine/runtime/close-http.ts";
import { startServices } from "#engine/runtime/start-services.ts";
import { stopWith } from "#engine/runtime/stop-with.ts";
import { openBus } from "#realtime/bus/open-bus.ts";

/** The composition root: makes every part once, in order, and hands each what it needs. */
const start = async () => {
  const config = readConfig(process.env);
  const log = makeLogger(config);
  const metrics = makeMetrics();
  const lifecycle = makeLifecycle(log);
  for (const name of unknownSettings(process.env)) log.warn({ name }, "no setting has this name");
  const production = process.argv.includes("--production");
  const does = (part: "app" | "realtime" | "engine") =>
    config.role === "all" || config.role === part;

  let services: Services | null = null;
  const bus = openBus(config.redisUrl, log);
  lifecycle.onStop("bus", () => bus.close());
  const health = makeHealthHandler({
    metrics,
    started: () => front.isOpen,
    draining: () => lifecycle.draining,
    db: () => services?.db ?? null,
    bus: () => bus,
  });
  const front = makeFront({ config, metrics }, health);
  const http = createServer(front.listener);
  // First of all: a taken port is found before any work, and probes get an answer from here on.
  const port = await listen(http, config.host, config.port);
  lifecycle.onStop("http", () => closeHttp(http));
  const local = `http://${config.host === "0.0.0.0" ? "127.0.0.1" : config.host}:${port}`;
  const publicOrigin = () => (config.publicUrl === null ? local : new URL(config.publicUrl).origin);

  const built = does("app")
    ? ensureBuilt(import.meta.dirname, log, production ? ["console", "widget"] : ["widget"])
    : Promise.resolve();
  const foundation = { config, log, metrics, bus, lifecycle, publicOrigin };
  [services] = await Promise.all([startServices(foundation), built]);

  // Before anything acts on the log: the demo's past is nobody's work.
  await seedDemo(services, import.meta.dirname);

  if (!does("realtime")) {
    const { startNode } = await import("#realtime/delivery/start-node.ts");
    const isDraining = () => lifecycle.draining;
    const node = startNode({ ...services, role: config.role, http, isDraining });
    lifecycle.onStop("consumers", async () => node.close());
  }
  if (does("realtime")) {
    const { attachGateway } = await import("#realtime/inbox/attach-gateway.ts");
    const gateway = attachGateway(http, services);
    lifecycle.onStop("gateway", () => gateway.drain());
  }
  if (does("engine")) {
    const { startEngine } = await import("#engine/runtime/start-engine.ts");
    const engine = await startEngine(services);
    lifecycle.onStop("consumers", () => engine.stop());
  }
  if (does("app")) {
    const { makeApiHandler } = await import("#app/api/api-handler.ts");
    const { makeDevelopmentHandler, makeHttpHandler } = await import("#app/server/http-handler.ts");
    const api = makeApiHandler(services);
    lifecycle.onStop("consumers", () => api.close());
    const pages = production
      ? await makeHttpHandler(services)
      : await makeDevelopmentHandler(services, http);
    front.open({ api, pages });
  } else {
    front.open({ api: null, pages: null });
  }
  await printWelcome(services, local);
  // Now, since a process that is killed keeps nothing.
  flushCompileCache();
};

await start().catch(stopWith);
