import { listen, type Listening } from "./listen.ts";
import { type Endpoint, openPool, type Pool } from "./pool.ts";
import { assertPostgresPatched } from "./postgres-patch.ts";
import { makeSlots, type Rank } from "./slots.ts";
import { runStatement, type Statement, type StatementSql } from "./statement.ts";
import { runTransaction, type Sealed, type SetUp } from "./transaction.ts";
import type { Tx } from "./tx.ts";

export type { Endpoint } from "./pool.ts";
export type { Tx } from "./tx.ts";

/** Per-call settings of a transaction. */
export type TransactionOptions = {
  readonly deadlineMs?: number;
  /** Where in the line it waits; `first` unless given. */
  readonly rank?: Rank;
};

/**
 * The database as the rest of the program sees it. All calls reject with DatabaseUnavailable when
 * the server is away, slow or overloaded; broken constraints and the like pass through as
 * postgres.PostgresError. Never call `tenant` or `lookup` from inside one: use the `tx` you have.
 */
export type Db = {
  /**
   * One transaction with app.tenant_id set inside it. Where `run` answers its last statement `Sealed`, COMMIT
   * is sent right behind that one.
   */
  tenant<T>(
    tenantId: string,
    run: (tx: Tx) => Promise<T | Sealed<T>>,
    options?: TransactionOptions,
  ): Promise<T>;
  /**
   * One statement that is a transaction of its own, without BEGIN and COMMIT: it has taken effect when it
   * answers. It sets its tenant itself, and no limit but the deadline holds for it.
   */
  once<Row extends object>(
    write: (sql: StatementSql) => Statement<Row>,
    options?: TransactionOptions,
  ): Promise<readonly Row[]>;
  /** One transaction without a tenant: only for the named SECURITY DEFINER look-ups of the schema. */
  lookup<T>(run: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** LISTEN on a channel; onReady runs after every (re)connect, so that the listener can catch up. */
  listen(
    channel: string,
    onNotify: (payload: string) => void,
    onReady?: () => void,
  ): Promise<Listening>;
  /** Resolves when the database answers. */
  ping(options?: TransactionOptions): Promise<void>;
  /** Transactions running or waiting for a connection, at most the cap. */
  readonly inFlight: number;
  /** Which engine answers: a PostgreSQL server or the embedded PGlite. */
  readonly engine: "postgres" | "embedded";
  /** The raw pool, only for the migrator and for tests. */
  readonly sql: Pool;
  /** Ends the pool; transactions still running get five seconds. */
  close(): Promise<void>;
};

/** Settings of a client, all with defaults. */
export type DbOptions = {
  /** Connections. */
  readonly max?: number;
  /** Transactions running and waiting; one more is refused as overloaded. */
  readonly inFlightCap?: number;
  readonly deadlineMs?: number;
  readonly connectTimeoutMs?: number;
  readonly applicationName?: string;
  /** False behind PgBouncer in transaction mode. */
  readonly prepare?: boolean;
};

/** Opens a client. Nothing is sent before the first call. */
export const openDb = (endpoint: Endpoint, options: DbOptions = {}): Db => {
  assertPostgresPatched();
  const max = options.max ?? 10;
  const pool = openPool(endpoint, {
    max,
    applicationName: options.applicationName ?? "xin",
    prepare: options.prepare ?? true,
    connectTimeoutMs: options.connectTimeoutMs ?? 5000,
  });
  const slots = makeSlots(max, options.inFlightCap ?? 500);
  const engine = "url" in endpoint ? "postgres" : "embedded";
  const settings = engine === "postgres" ? postgresSettings : embeddedSettings;

  const context = ({
    deadlineMs = options.deadlineMs ?? 5000,
    rank = "first",
  }: TransactionOptions = {}) => ({ pool, slots, deadlineMs, rank });
  const transaction = <T>(
    setUp: SetUp,
    run: (tx: Tx) => Promise<T | Sealed<T>>,
    callOptions?: TransactionOptions,
  ): Promise<T> => runTransaction(context(callOptions), setUp, run);
  const lookup: Db["lookup"] = (run, callOptions) => transaction(settings.lookup, run, callOptions);

  return {
    engine,
    sql: pool,
    get inFlight() {
      return slots.inFlight;
    },
    lookup,
    tenant: async (tenantId, run, callOptions) => {
      if (!uuid.test(tenantId)) throw new TypeError("A tenant id is a UUID");
      return transaction(settings.tenant(tenantId), run, callOptions);
    },
    once: (write, callOptions) => runStatement(context(callOptions), write),
    listen: (channel, onNotify, onReady = () => {}) => listen(pool, channel, onNotify, onReady),
    ping: async (callOptions) => {
      await lookup((tx) => tx`select 1`, callOptions);
    },
    close: () => pool.end({ timeout: 5 }),
  };
};

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

type Settings = {
  tenant(tenantId: string): (tx: Tx, remainingMs: number) => void;
  lookup(tx: Tx, remainingMs: number): void;
};

/**
 * The server gets the deadline too, so that a frozen client cannot hold its locks for long. It compiles
 * nothing: the append's plans have scans switched off, which PostgreSQL prices so high that each new
 * connection would compile them, and be busy with it for a second or, beside others, for longer than a
 * deadline.
 */
const postgresSettings: Settings = {
  tenant: (tenantId) => (tx, remainingMs) => {
    const limit = String(remainingMs);
    void tx`select set_config('app.tenant_id', ${tenantId}, true), set_config('statement_timeout', ${limit}, true),
      set_config('idle_in_transaction_session_timeout', ${limit}, true), set_config('jit', 'off', true)`.execute();
  },
  lookup: (tx, remainingMs) => {
    const limit = String(remainingMs);
    void tx`select set_config('statement_timeout', ${limit}, true),
      set_config('idle_in_transaction_session_timeout', ${limit}, true), set_config('jit', 'off', true)`.execute();
  },
};

/** PGlite has no timers; its wire evicts a connection that idles in a transaction. */
const embeddedSettings: Settings = {
  tenant: (tenantId) => (tx) => {
    void tx`select set_config('app.tenant_id', ${tenantId}, true)`.execute();
  },
  lookup: () => {},
};
