import postgres from "postgres";

/** Roles a client may take. xin_app serves requests, xin_owner migrates, xin_jobs runs the job queue. */
export type DatabaseRole = "xin_app" | "xin_owner" | "xin_jobs";

/** Where the database is: a PostgreSQL URL, or the socket of the embedded engine. */
export type Endpoint =
  | { readonly url: string }
  | { readonly socketPath: string; readonly user: DatabaseRole };

/** A pool of connections. int8 (seq, position, count) arrives as a number, and above 2^53 is an error. */
export type Pool = postgres.Sql<{ bigint: number }>;

/** Settings of a pool. */
export type PoolOptions = {
  readonly max: number;
  readonly applicationName: string;
  /** False behind PgBouncer in transaction mode. */
  readonly prepare: boolean;
  readonly connectTimeoutMs: number;
};

/** Opens a pool. Connections are made when they are first needed. */
export const openPool = (endpoint: Endpoint, options: PoolOptions): Pool =>
  postgres({
    ...address(endpoint),
    ...connectionSettings(options),
    types: { bigint: safeInteger },
  });

/** Where postgres.js connects to. */
export const address = (endpoint: Endpoint) =>
  "url" in endpoint
    ? parseUrl(endpoint.url)
    : { path: endpoint.socketPath, user: endpoint.user, database: "postgres" };

/** Settings every pool shares, ours and the job queue's. */
export const connectionSettings = (options: PoolOptions) => ({
  max: options.max,
  prepare: options.prepare,
  connect_timeout: options.connectTimeoutMs / 1000,
  // Without a delay a pool whose server is down would reconnect in a tight loop.
  backoff: () => 0.05 + Math.random() * 0.2,
  connection: { application_name: options.applicationName },
  onnotice: () => {},
});

const safeInteger = {
  to: 20,
  from: [20],
  serialize: (value: number) => String(value),
  parse: (text: string) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a number`);
    return value;
  },
};

/** postgres.js takes a URL only as its first argument; this spells its parts out. */
const parseUrl = (text: string) => {
  const url = new URL(text);
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") {
    throw new TypeError(`A database URL begins with postgres://, this one with ${url.protocol}//`);
  }
  const ssl = sslMode(url.searchParams.get("sslmode"));
  const socketFolder = url.searchParams.get("host");
  return {
    host: socketFolder ?? decodeURIComponent(url.hostname || "127.0.0.1"),
    port: Number(url.port || "5432"),
    user: decodeURIComponent(url.username) || "postgres",
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || "postgres",
    ...(ssl === undefined ? {} : { ssl }),
  };
};

type SslMode = "require" | "allow" | "prefer" | "verify-full" | false;
const sslMode = (mode: string | null): SslMode | undefined => {
  switch (mode) {
    case null:
      return undefined;
    case "disable":
      return false;
    case "require":
    case "allow":
    case "prefer":
    case "verify-full":
      return mode;
    default:
      throw new TypeError(
        `sslmode=${mode} is not known: use disable, prefer, require or verify-full`,
      );
  }
};
