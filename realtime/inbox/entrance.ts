import type { IncomingMessage } from "node:http";

/** Where attempts to connect wait for their turn. */
export type Entrance = {
  /**
   * Calls `decide` once: at once while the node is at ease, else when its turn has come, or with `busy`
   * when that takes too long. An attempt whose client has gone meanwhile is forgotten.
   */
  enter(request: Attempt, decide: (answer: "welcome" | "busy") => void): void;
  /** Turns away whoever waits. */
  close(): void;
};

/** What is looked at of an attempt. */
export type Attempt = {
  readonly socket: Pick<IncomingMessage["socket"], "destroyed" | "readableEnded"> & {
    destroy(): unknown;
  };
};

/** What an entrance needs; times in milliseconds. */
export type EntranceOptions = {
  /**
   * What share of `perSecond` may come in now, 0 to 1: none while something behind the node has more to do
   * than it should.
   */
  readonly share: () => number;
  /** How many are let in each second, evenly; a quarter while the event loop comes later than `lateMs`. */
  readonly perSecond: number;
  readonly lateMs?: number;
  /** Shorter than a proxy in front waits for an answer: it would take the node for dead. */
  readonly longestWaitMs?: number;
  readonly mostWaiting?: number;
};

/**
 * Lets connections in a few at a time. When thousands come back at once the node goes on answering those
 * who are in, and its pings leave in time; the rest take their turns, or are told to come again.
 */
export const makeEntrance = ({
  share,
  perSecond,
  lateMs = 250,
  longestWaitMs = 2_000,
  mostWaiting = 5_000,
}: EntranceOptions): Entrance => {
  /** How many may come in for so many milliseconds; not a crowd after a long pause. */
  const roomFor = (ms: number) => (perSecond * Math.min(ms, longestTurnMs)) / 1_000;
  const perTurn = Math.max(1, roomFor(turnMs));
  const waiting: Waiting[] = [];
  /** Parts of one are kept for the next turn. */
  let room = perTurn;
  let timer: NodeJS.Timeout | undefined;

  const schedule = () => {
    if (timer !== undefined) return;
    const sinceMs = performance.now();
    timer = setTimeout(() => {
      timer = undefined;
      takeTurn(performance.now() - sinceMs);
    }, turnMs);
    timer.unref();
  };

  /** Turns that come late are fewer: each makes up for the time that has passed. */
  const takeTurn = (passedMs: number) => {
    const isLate = passedMs - turnMs > lateMs;
    room = Math.max(0, room % 1) + share() * roomFor(isLate ? passedMs / 4 : passedMs);
    const tooOldMs = performance.now() - longestWaitMs;
    for (let [first] = waiting; first !== undefined; [first] = waiting) {
      const { socket } = first.request;
      // One that has only said goodbye is still open on our side.
      const isGone = socket.destroyed || socket.readableEnded;
      const isTooOld = first.sinceMs < tooOldMs;
      if (!isGone && !isTooOld && room < 1) break;
      waiting.shift();
      if (isGone) {
        socket.destroy();
        continue;
      }
      if (!isTooOld) room -= 1;
      first.decide(isTooOld ? "busy" : "welcome");
    }
    room = Math.min(room, perTurn);
    if (waiting.length > 0 || room < perTurn) schedule();
  };

  return {
    enter: (request, decide) => {
      if (waiting.length === 0 && room >= 1) {
        room -= 1;
        schedule();
        decide("welcome");
        return;
      }
      if (waiting.length >= mostWaiting) {
        decide("busy");
        return;
      }
      waiting.push({ request, decide, sinceMs: performance.now() });
      schedule();
    },
    close: () => {
      clearTimeout(timer);
      for (const { decide } of waiting.splice(0)) decide("busy");
    },
  };
};

/** One after the other, many times a second: a turn of its own for each would be too many timers. */
const turnMs = 10;
const longestTurnMs = 200;

type Waiting = {
  readonly request: Attempt;
  readonly decide: (answer: "welcome" | "busy") => void;
  readonly sinceMs: number;
};
