import { expect, it } from "vitest";
import { makeHostTurns } from "./host-turns.ts";

const never = new AbortController().signal;

it("lets two requests at a host go at once, and others at other hosts", async () => {
  const { turn } = makeHostTurns();
  const ends = await Promise.all([
    turn("https://a.example/1", never),
    turn("https://a.example/2", never),
  ]);
  let third = "waits";
  const waiting = turn("https://a.example/3", never).then((end) => {
    third = "goes";
    return end;
  });
  const other = await turn("https://b.example/", never);
  expect(third).toBe("waits");
  other();
  ends[0]?.();
  const end = await waiting;
  expect(third).toBe("goes");
  end();
  ends[1]?.();
});

it("keeps the pause a host asks for, one request at a time", async () => {
  const turns = makeHostTurns();
  turns.setPause("a.example", 300);
  const begun = performance.now();
  for (let n = 0; n < 3; n++) (await turns.turn("https://a.example/", never))();
  expect(performance.now() - begun).toBeGreaterThanOrEqual(590);
});

it("passes the turn on when the one it came to has given up", async () => {
  const turns = makeHostTurns();
  turns.setPause("a.example", 150);
  const end = await turns.turn("https://a.example/", never);
  const stop = new AbortController();
  const gaveUp = turns.turn("https://a.example/", stop.signal);
  const patient = turns.turn("https://a.example/", never);
  stop.abort(new Error("enough"));
  end();
  await expect(gaveUp).rejects.toThrow("enough");
  (await patient)();
});
