import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, describeConfig, readConfig, settings, unknownSettings } from "./config.ts";

describe("readConfig", () => {
  test("an empty environment gives the defaults", () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      role: "all",
      dataDir: resolve(".xin"),
      databaseUrl: null,
      llmUrl: null,
      trustProxy: false,
      demo: "auto",
    });
  });

  test("takes what is set, without the white space around it", () => {
    const config = readConfig({
      PORT: " 0 ",
      XIN_ROLE: "engine",
      XIN_TRUST_PROXY: "1",
      XIN_PUBLIC_URL: "https://help.example.com/",
      DATABASE_URL: "postgres://xin_app:pw@db/xin",
    });
    expect(config).toMatchObject({
      port: 0,
      role: "engine",
      trustProxy: true,
      publicUrl: "https://help.example.com",
      databaseUrl: "postgres://xin_app:pw@db/xin",
    });
  });

  test.each([
    [{ PORT: "http" }, "PORT must be a whole number from 0 to 65535", "Set PORT=3000"],
    [{ PORT: "70000" }, "PORT must be a whole number from 0 to 65535", '"70000"'],
    [{ XIN_ROLE: "worker" }, "XIN_ROLE must be one of all, app, realtime, engine", "XIN_ROLE=all"],
    [{ DATABASE_URL: "mysql://db/xin" }, "DATABASE_URL starts with mysql://", "postgres://"],
    [{ XIN_LLM_URL: "api.openai.com" }, "XIN_LLM_URL is not a URL", "https://"],
    [{ XIN_TRUST_PROXY: "yes" }, "XIN_TRUST_PROXY must be 1 or 0", "XIN_TRUST_PROXY=1"],
  ])("%o is refused with a message that names the fix", (env, what, fix) => {
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).toThrow(what);
    expect(() => readConfig(env)).toThrow(fix);
  });

  test("names every problem at once", () => {
    const read = () => readConfig({ PORT: "x", XIN_ROLE: "y" });
    expect(read).toThrow(/PORT.*\nXIN_ROLE/);
  });

  test("does not repeat a URL that may hold a password", () => {
    const read = () => readConfig({ DATABASE_URL: "mysql://root:hunter2@db/xin" });
    expect(read).not.toThrow("hunter2");
    expect(read).toThrow(ConfigError);
  });
});

test("unknownSettings finds slips of the pen and leaves the tests' variables alone", () => {
  const env = { XIN_LMM_URL: "x", XIN_ROLE: "all", XIN_TEST_DATABASE_URL: "y", PATH: "z" };
  expect(unknownSettings(env)).toEqual(["XIN_LMM_URL"]);
});

test("describeConfig lists every setting and shows no secret", () => {
  const env = {
    XIN_LLM_KEY: "sk-canary",
    DATABASE_URL: "postgres://xin_app:canary@db/xin",
    PORT: "8080",
  };
  const rows = describeConfig(readConfig(env), env);
  expect(rows.map((row) => row.name)).toEqual(
    Object.values(settings).map((setting) => setting.name),
  );
  expect(JSON.stringify(rows)).not.toContain("canary");
  expect(rows.find((row) => row.name === "PORT")).toMatchObject({
    value: "8080",
    default: "3000",
    source: "environment",
  });
  expect(rows.find((row) => row.name === "DATABASE_URL")?.value).toBe("postgres://***@db/xin");
});
