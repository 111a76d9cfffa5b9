import { describe, expect, it } from "vitest";
import { isAllowedForWidget, isOurOrigin, originOf } from "./origin.ts";

describe("the origin of a connection", () => {
  it("[RT2] is the header, or our own for a same-origin poll", () => {
    expect(originOf({ origin: "https://shop.example" }, "https://us.example")).toBe(
      "https://shop.example",
    );
    expect(originOf({ "sec-fetch-site": "same-origin" }, "https://us.example")).toBe(
      "https://us.example",
    );
    expect(originOf({ "sec-fetch-site": "cross-site" }, "https://us.example")).toBeNull();
  });

  it("[RT2] lets a widget in from the listed pages only, exactly", () => {
    expect(isAllowedForWidget("https://anywhere.example", [])).toBe(true);
    expect(isAllowedForWidget("https://shop.example", ["https://shop.example"])).toBe(true);
    for (const origin of ["http://shop.example", "https://shop.example.evil.example", "null"]) {
      expect(isAllowedForWidget(origin, ["https://shop.example"])).toBe(false);
    }
    expect(isAllowedForWidget(null, ["https://shop.example"])).toBe(false);
  });

  it("[RT3] lets the console in from our own page only", () => {
    const configured = {
      publicOrigin: "https://us.example",
      publicUrl: "https://us.example",
    };
    expect(isOurOrigin("https://us.example", configured)).toBe(true);
    for (const origin of [null, "null", "https://us.example.evil.example", "http://us.example"]) {
      expect(isOurOrigin(origin, configured)).toBe(false);
    }
  });

  it("[RT3] knows the names of the loopback while no public address is configured", () => {
    const local = { publicOrigin: "http://127.0.0.1:3000", publicUrl: null };
    expect(isOurOrigin("http://localhost:3000", local)).toBe(true);
    expect(isOurOrigin("http://localhost:3001", local)).toBe(false);
    expect(isOurOrigin("http://evil.example:3000", local)).toBe(false);
    const configured = { ...local, publicUrl: "http://127.0.0.1:3000" };
    expect(isOurOrigin("http://localhost:3000", configured)).toBe(false);
  });
});
