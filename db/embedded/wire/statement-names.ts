import { fromClient } from "./protocol.ts";

/**
 * All clients share one backend and so one set of prepared statements. Each client's names get its
 * own prefix; the unnamed statement needs none, since a turn never ends between its Parse and Bind.
 */
export const prefixStatementName = (message: Buffer, prefix: string): Buffer => {
  const offset = nameOffset(message);
  if (offset === null || message[offset] === 0) return message;
  const named = Buffer.concat([
    message.subarray(0, offset),
    Buffer.from(prefix),
    message.subarray(offset),
  ]);
  named.writeInt32BE(named.length - 1, 1);
  return named;
};

/** The name of the statement a Parse message makes, "" for the unnamed one. */
export const parsedName = (message: Buffer): string =>
  message.toString("utf8", 5, message.indexOf(0, 5));

const nameOffset = (message: Buffer): number | null => {
  switch (message[0]) {
    case fromClient.parse:
      return 5;
    case fromClient.bind:
      return message.indexOf(0, 5) + 1; // after the portal's name
    case fromClient.describe:
    case fromClient.close:
      return message[5] === 0x53 ? 6 : null; // 'S' for a statement, 'P' for a portal
    default:
      return null;
  }
};
