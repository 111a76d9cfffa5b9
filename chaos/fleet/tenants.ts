import { commandFlags } from "./product-flags.ts";
import { runToEnd } from "./child.ts";

/** A workspace to make: its address, and how many operators. */
export type TenantPlan = { readonly slug: string; readonly operators: number };

/** A workspace as outsiders meet it. */
export type FleetTenant = {
  readonly tenantId: string;
  readonly slug: string;
  /** The widget's public key. */
  readonly key: string;
  readonly owner: FleetMember;
  readonly operators: readonly FleetMember[];
};

/** Somebody who is signed in. */
export type FleetMember = {
  readonly email: string;
  /** Value of a `cookie` header. */
  readonly cookie: string;
};

/** Where the command line works, and where people sign in. */
export type TenantPlace = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The origin the console is served under. */
  readonly origin: string;
};

/** Makes workspaces by the command line and signs everybody in by their links, as people would. */
export const makeTenants = async (
  place: TenantPlace,
  plans: readonly TenantPlan[],
): Promise<FleetTenant[]> => {
  const made: FleetTenant[] = [];
  // Two at a time: each is a process of its own.
  for (let from = 0; from < plans.length; from += 2) {
    const next = plans.slice(from, from + 2).map((plan) => makeTenant(place, plan));
    made.push(...(await Promise.all(next)));
  }
  return made;
};

/** Runs `npm run xin -- …` and answers its line of JSON. */
export const runXin = async (
  env: TenantPlace["env"],
  ...words: readonly string[]
): Promise<unknown> =>
  JSON.parse(
    await runToEnd(
      process.execPath,
      [...commandFlags, "engine/cli/main.ts", ...words, "--json"],
      env,
    ),
  );

type Created = { tenantId: string; widgetKey: string; signIn: string };
type Added = { members: readonly { email: string; signIn: string }[] };

const makeTenant = async (place: TenantPlace, plan: TenantPlan): Promise<FleetTenant> => {
  const { slug, operators } = plan;
  const ownerEmail = `owner@${slug}.example`;
  const { tenantId, widgetKey, signIn } = (await runXin(
    place.env,
    "tenant",
    "create",
    "--slug",
    slug,
    "--name",
    slug,
    "--email",
    ownerEmail,
  )) as Created;
  const owner = await signInBy(place, { email: ownerEmail, signIn });
  const emails = Array.from({ length: operators }, (_, index) => `op${index}@${slug}.example`);
  if (emails.length === 0) return { tenantId, slug, key: widgetKey, owner, operators: [] };
  const { members } = (await runXin(
    place.env,
    "member",
    "add",
    "--tenant",
    slug,
    "--role",
    "operator",
    ...emails,
  )) as Added;
  const signedIn = await Promise.all(members.map((member) => signInBy(place, member)));
  return { tenantId, slug, key: widgetKey, owner, operators: signedIn };
};

const signInBy = async (
  { origin }: TenantPlace,
  { email, signIn }: { email: string; signIn: string },
): Promise<FleetMember> => {
  const token = new URL(signIn).searchParams.get("token") ?? "";
  const answer = await fetch(`${origin}/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ token }),
    headers: { origin },
    redirect: "manual",
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0];
  if (cookie === undefined) throw new Error(`${email} could not sign in: ${answer.status}`);
  return { email, cookie };
};
