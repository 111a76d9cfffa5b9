import { type EngineConnection, readySocketOf } from "./ready-socket.ts";

/** Has every connection hear something now and then, so that a client knows its line is alive. */
export type Pulse = {
  /** Begins with a connection; ends by itself when that is closed. */
  add(connection: object): void;
  close(): void;
};

/**
 * Sends a packet that wants no answer to each connection every `everyMs`, each at a time of its own, and
 * Engine.IO's ping, which wants one, only every fifth time: with thousands of connections the answers were
 * most of what an idle node did. A pulse is one frame, made once, and all that are due leave in one timer.
 */
export const startPulse = (everyMs: number): Pulse => {
  const turns = Array.from({ length: turnsOfARound }, () => new Set<Connection>());
  const turnMs = everyMs / turnsOfARound;
  const startedMs = performance.now();
  let next = 0;

  const beat = (turn: Set<Connection>) => {
    for (const connection of turn) {
      if (connection.readyState === "closed") turn.delete(connection);
      // What waits there is heard as well as a pulse would be.
      else if (connection.writeBuffer.length === 0) send(connection);
    }
  };
  const clock = setInterval(() => {
    const due = Math.floor((performance.now() - startedMs) / turnMs);
    // Nobody is due twice after a long pause.
    next = Math.max(next, due - turnsOfARound + 1);
    for (; next <= due; next += 1) beat(turnAt(turns, next));
  }, turnMs);

  return {
    add: (opened) => {
      const connection = opened as Connection;
      // A whole round until its turn: it has just heard something.
      turnAt(turns, next - 1 + turnsOfARound).add(connection);
      askRarely(connection, everyMs * roundsOfAPing);
    },
    close: () => {
      clearInterval(clock);
      for (const turn of turns) turn.clear();
    },
  };
};

/** Connections are spread by when they came. */
const turnsOfARound = 30;
const roundsOfAPing = 5;

const turnAt = <T>(turns: readonly T[], index: number): T => turns[index % turns.length] as T;

const send = (connection: Connection) => {
  const ready = readySocketOf(connection);
  if (ready === null) connection.sendPacket("noop");
  else ready.write(noopFrame);
};

/** Engine.IO's packet 6, as a whole frame. */
const noopFrame = Buffer.from([0x81, 1, 0x36]);

/** As Engine.IO does it, only later; the answer starts the timer again. */
const askRarely = (connection: Connection, everyMs: number) => {
  clearTimeout(connection.pingIntervalTimer ?? undefined);
  connection.pingIntervalTimer = setTimeout(() => {
    connection.hasRefreshedPingTimeout = false;
    connection.sendPacket("ping");
    connection.resetPingTimeout();
  }, everyMs);
};

/** A connection of Engine.IO, with what its types leave out. */
type Connection = EngineConnection & {
  pingIntervalTimer: NodeJS.Timeout | null;
  hasRefreshedPingTimeout: boolean;
  sendPacket(type: "noop" | "ping"): void;
  resetPingTimeout(): void;
};
