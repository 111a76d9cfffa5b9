/** Type bytes of the messages a client sends (PostgreSQL, "Message Formats"). */
export const fromClient = {
  query: 0x51, // Q
  parse: 0x50, // P
  bind: 0x42, // B
  describe: 0x44, // D
  execute: 0x45, // E
  close: 0x43, // C
  sync: 0x53, // S
  flush: 0x48, // H
  terminate: 0x58, // X
  copyData: 0x64, // d
  copyDone: 0x63, // c
  copyFail: 0x66, // f
  functionCall: 0x46, // F
} as const;

/** Type bytes of the messages the backend sends. */
export const fromBackend = {
  error: 0x45, // E
  notification: 0x41, // A
  readyForQuery: 0x5a, // Z
} as const;

/** What ReadyForQuery says of the session: idle, in a transaction, in a failed one. */
export type TransactionStatus = "I" | "T" | "E";

/** Request codes that stand where a startup packet has its protocol version. */
export const startupCode = { cancel: 80_877_102, ssl: 80_877_103, gss: 80_877_104 } as const;

/** An error with its SQLSTATE, as the wire tells it to a client. */
export type WireError = { readonly code: string; readonly message: string };

/** Encodes a message: type byte, length, body. */
export const encode = (type: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, 0, "latin1");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

/** A string that ends with a zero byte. */
export const cString = (text: string): Buffer => Buffer.from(`${text}\0`);

/** Four bytes, big endian. */
export const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

/** ErrorResponse. FATAL tells the client that the connection ends. */
export const errorResponse = (error: WireError, severity: "ERROR" | "FATAL" = "ERROR"): Buffer =>
  encode(
    "E",
    cString(`S${severity}`),
    cString(`V${severity}`),
    cString(`C${error.code}`),
    cString(`M${error.message}`),
    Buffer.from([0]),
  );

/** ReadyForQuery. */
export const readyForQuery = (status: TransactionStatus): Buffer =>
  encode("Z", Buffer.from(status));

/** A simple query. */
export const simpleQuery = (sql: string): Buffer => encode("Q", cString(sql));

/** Sync, the end of an extended query. */
export const sync: Buffer = encode("S");

/** Close of a prepared statement. */
export const closeStatement = (name: string): Buffer =>
  encode("C", Buffer.from("S"), cString(name));

/** Everything a client is told when it has been let in. */
export const greeting = (client: {
  readonly id: number;
  readonly secret: number;
  readonly user: string;
  readonly applicationName: string;
}): Buffer => {
  const parameters = {
    server_version: "18.6",
    server_encoding: "UTF8",
    client_encoding: "UTF8",
    DateStyle: "ISO, MDY",
    IntervalStyle: "postgres",
    TimeZone: "UTC",
    integer_datetimes: "on",
    standard_conforming_strings: "on",
    session_authorization: client.user,
    application_name: client.applicationName,
  };
  return Buffer.concat([
    encode("R", int32(0)),
    ...Object.entries(parameters).map(([name, value]) =>
      encode("S", cString(name), cString(value)),
    ),
    encode("K", int32(client.id), int32(client.secret)),
    readyForQuery("I"),
  ]);
};
