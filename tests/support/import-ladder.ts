/** What a file of one folder may import, and a sample of what the linter must refuse. */
export type LadderCase = { file: string; may: string[]; mustNot: string[] };

/**
 * The import ladder of docs/ARCHITECTURE.md, by example. `boundaries.test.ts` holds `.oxlintrc.json`
 * to it, so a change of the ladder begins here.
 */
export const importLadder: LadderCase[] = [
  {
    file: "realtime/contract/probe.ts",
    may: ["effect", "effect/Schema", "./ids.ts"],
    mustNot: [
      "node:fs",
      "postgres",
      "zod",
      "@mastra/core",
      "#engine/x.ts",
      "#db/reads/x.ts",
      "../inbox/x.ts",
      "../../tests/fakes/x.ts",
    ],
  },
  {
    file: "db/reads/probe.ts",
    may: ["#contract/ids.ts", "../client.ts", "postgres", "node:fs"],
    mustNot: [
      "#engine/actions/x.ts",
      "#realtime/bus/x.ts",
      "#app/context.ts",
      "socket.io",
      "../../engine/actions/x.ts",
      "../../tests/support/x.ts",
    ],
  },
  {
    file: "engine/actions/probe.ts",
    may: [
      "#contract/ids.ts",
      "#db/writes/x.ts",
      "#db/reads/x.ts",
      "#db/client.ts",
      "../audit/x.ts",
    ],
    mustNot: [
      "#app/x.ts",
      "#realtime/bus/x.ts",
      "../../realtime/bus/x.ts",
      "../../db/writes/x.ts",
      "socket.io",
      "react",
      "react-router",
      "../../tests/support/x.ts",
    ],
  },
  {
    file: "realtime/inbox/probe.ts",
    may: ["#contract/ids.ts", "#engine/actions/x.ts", "#db/reads/x.ts", "socket.io", "../bus/x.ts"],
    mustNot: [
      "#app/x.ts",
      "#db/writes/x.ts",
      "#db/migrate.ts",
      "#db/client.ts",
      "#db/embedded/x.ts",
      "../../db/writes/x.ts",
      "../../tests/support/x.ts",
    ],
  },
  ...["app/probe.tsx", "app/server/probe.ts", "app/api/probe.ts", "app/routes/inbox/probe.tsx"].map(
    (file) => ({
      file,
      may: ["#contract/ids.ts", "#engine/actions/x.ts", "#db/reads/x.ts", "#app/ui/x.tsx", "react"],
      mustNot: [
        "#db/writes/x.ts",
        "#db/client.ts",
        "#realtime/inbox/x.ts",
        "../../../db/reads/x.ts",
        "../tests/support/x.ts",
      ],
    }),
  ),
  ...["app/ui/probe.tsx", "app/sync/probe.ts", "app/i18n/probe.ts"].map((file) => ({
    file,
    may: ["#contract/names.ts", "#app/sync/x.ts", "../ui/x.tsx", "react", "socket.io-client"],
    mustNot: [
      "#contract/ids.ts",
      "#engine/x.ts",
      "#db/reads/x.ts",
      "#realtime/inbox/x.ts",
      "#app/server/x.ts",
      "#app/routes/x.ts",
      "../server/x.ts",
      "../routes/x.ts",
      "node:fs",
      "effect",
      "effect/Schema",
      "postgres",
      "socket.io",
      "../../tests/fakes/x.ts",
    ],
  })),
  {
    file: "app/widget/probe.tsx",
    may: ["#contract/names.ts", "./panel.tsx", "preact", "preact/hooks", "socket.io-client"],
    mustNot: [
      "#contract/ids.ts",
      "#app/ui/x.tsx",
      "../ui/x.tsx",
      "../sync/x.ts",
      "#engine/x.ts",
      "react",
      "react-dom/client",
      "@lingui/core",
      "effect/Schema",
      "node:fs",
      "../../tests/support/x.ts",
    ],
  },
  {
    file: "app/widget/view/probe.tsx",
    may: ["../sync/x.ts", "./x.tsx", "#contract/names.ts", "preact"],
    mustNot: ["../../sync/x.ts", "../../ui/x.tsx", "#contract/ids.ts", "#app/sync/x.ts", "react"],
  },
  { file: "app/widget/vite.config.ts", may: ["node:path", "vite"], mustNot: [] },
  ...["load/lib/probe.ts", "chaos/runner/probe.ts"].map((file) => ({
    file,
    may: [
      "../../realtime/contract/x.ts",
      "#contract/x.ts",
      "../../chaos/history/x.ts",
      "../../chaos/client/x.ts",
      "../../chaos/fleet/x.ts",
      "postgres",
    ],
    mustNot: [
      "#engine/x.ts",
      "#db/reads/x.ts",
      "#app/x.ts",
      "#realtime/inbox/x.ts",
      "../../engine/x.ts",
      "../../realtime/inbox/x.ts",
      "../../chaos/drills/x.ts",
      "../../tests/support/x.ts",
    ],
  })),
  {
    file: "server.ts",
    may: ["#app/server/x.ts", "#realtime/bus/x.ts", "#db/client.ts", "#engine/actions/x.ts"],
    mustNot: ["./tests/support/x.ts"],
  },
  {
    file: "db/reads/probe.pg.test.ts",
    may: ["../../tests/support/x.ts", "../../tests/fakes/x.ts", "#db/writes/x.ts", "vitest"],
    mustNot: ["../../tests/e2e/x.ts"],
  },
  {
    file: "realtime/inbox/probe.test.ts",
    may: ["../../tests/fakes/x.ts", "#db/client.ts", "#engine/actions/x.ts"],
    mustNot: ["#db/writes/x.ts", "../../tests/integration/x.ts"],
  },
  {
    file: "tests/integration/probe.test.ts",
    may: [
      "../support/x.ts",
      "../broken/x.ts",
      "../../chaos/client/x.ts",
      "#engine/actions/x.ts",
      "#db/client.ts",
    ],
    mustNot: ["#db/writes/x.ts"],
  },
  { file: "playwright.config.ts", may: ["./tests/support/x.ts"], mustNot: [] },
];
