import type { Db } from "./client.ts";
import { DatabaseUnfit } from "./errors.ts";

/** Refuses a role that row level security does not hold for, or that could become such a role. */
export const assertSafeRole = async (db: Db): Promise<void> => {
  const [unsafe] = await db.lookup(
    (tx) => tx<{ user: string; role: string; rolsuper: boolean }[]>`
      select current_user::text as "user", rolname::text as role, rolsuper
      from pg_roles
      where (rolsuper or rolbypassrls) and pg_has_role(current_user, oid, 'member')
      order by (rolname = current_user) desc limit 1`,
  );
  if (!unsafe) return;
  const power = unsafe.rolsuper ? "a superuser" : "allowed to bypass row level security";
  const who =
    unsafe.role === unsafe.user ? unsafe.user : `${unsafe.user}, a member of ${unsafe.role},`;
  throw new DatabaseUnfit({
    reason: "role",
    message: `The database role ${who} is ${power}: it would see every tenant's data. Let DATABASE_URL name xin_app (made by db/roles.sql).`,
  });
};
