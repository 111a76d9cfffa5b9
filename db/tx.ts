import type postgres from "postgres";

/** A transaction. int8 arrives as a number (seq and position stay below 2^53). */
export type Tx = postgres.TransactionSql<{ bigint: number }>;
