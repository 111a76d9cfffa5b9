import { readFile, writeFile } from "node:fs/promises";
import { readPolicies, readPolicyVersion } from "#db/reads/policies.ts";
import type { Db } from "#db/client.ts";
import { readMembers } from "#db/reads/members.ts";
import type { Envelope } from "../actions/envelope.ts";
import { createPolicy } from "../policy/create-policy.ts";
import { type KnownNames, readKnownNames } from "../policy/known-names.ts";
import { maxPolicyLength, parsePolicy } from "../policy/parse-policy.ts";
import { describeDiff } from "../policy-diff/describe-diff.ts";
import { type DiffSide, readPolicyDiff } from "../policy-diff/read-policy-diff.ts";
import { describeProblems } from "../policy/policy-problem.ts";
import { savePolicyVersion } from "../policy/save-policy-version.ts";
import { openSilentBus } from "../runtime/silent-bus.ts";
import { memberEnvelope } from "../tenancy/member-envelope.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { type Command, UsageError, requiredOption } from "./command.ts";
import { findPolicy, nameOption } from "./find-policy.ts";
import { compare } from "./policy-compare.ts";
import { pointerCommands, type Run } from "./policy-pointers.ts";
import { findTenant, withDatabase } from "./with-database.ts";

/** Takes policy pages out of a workspace and into one, and checks a page without any. */
export const policyCommand: Command = {
  name: "policy",
  usage:
    "policy check FILE [--tenant T] | export --tenant T [--name N] [--version V] [--out FILE] | import FILE --tenant T [--name N] [--note WHY] [--as EMAIL] | diff FROM [TO] --tenant T [--name N] | compare [FROM] [TO] --tenant T [--name N] [--conversations 20] [--fail-on outcome|answer|nothing] | pointers --tenant T | publish V --tenant T [--name N] [--running move|stay] [--override WHY] [--accept-gone yes] | canary V|off --tenant T [--name N] [--share 10%]",
  summary:
    "Checks, exports, imports, compares and publishes policy pages. What is imported answers nobody before it is published.",
  options: {
    tenant: { type: "string" },
    name: { type: "string" },
    version: { type: "string" },
    out: { type: "string" },
    note: { type: "string" },
    as: { type: "string" },
    running: { type: "string" },
    override: { type: "string" },
    "accept-gone": { type: "string" },
    share: { type: "string" },
    conversations: { type: "string" },
    "fail-on": { type: "string" },
  },
  run: (context) => {
    const [what = "", ...rest] = context.args;
    const known = {
      check,
      export: exportPage,
      import: importPage,
      diff,
      compare,
      ...pointerCommands,
    };
    const run: Run | undefined = new Map(Object.entries(known)).get(what);
    if (run === undefined) {
      throw new UsageError(
        `There is no "policy ${what}". There are: ${Object.keys(known).join(", ")}.`,
      );
    }
    return run(context, rest);
  },
};

const check: Run = async (context, [file]) => {
  const text = await readPage(file);
  const problemsFor = (known: KnownNames | null) => {
    const parsed = parsePolicy(text, known);
    return parsed.ok ? [] : parsed.problems;
  };
  const { tenant } = context.options;
  const problems =
    typeof tenant === "string"
      ? await withDatabase(context, async (db) => {
          const { id } = await findTenant(db, tenant);
          return problemsFor(await db.tenant(id, readKnownNames));
        })
      : problemsFor(null);
  const ok = problems.length === 0;
  return {
    text: ok ? `${file} is a policy.` : `${file}\n${describeProblems(problems)}`,
    json: { ok, problems },
    exitCode: ok ? 0 : 1,
  };
};

const exportPage: Run = (context) =>
  withDatabase(context, async (db) => {
    const { id } = await findTenant(db, requiredOption(context, "tenant", "acme"));
    const policy = await findPolicy(db, id, nameOption(context));
    const asked = context.options["version"];
    const number =
      typeof asked === "string"
        ? Number(asked.replace(/^v/i, ""))
        : (policy.productionVersion ?? policy.lastVersion);
    const version = Number.isSafeInteger(number)
      ? await db.tenant(id, (tx) => readPolicyVersion(tx, policy.id, number))
      : null;
    if (version === null) {
      throw new UsageError(
        `"${policy.name}" has no version ${String(asked)}. The newest is ${policy.lastVersion}.`,
      );
    }
    const { text } = version;
    const { out } = context.options;
    if (typeof out !== "string") return { text, json: version };
    await writeFile(out, text);
    return { text: `${policy.name} v${number} is in ${out}.`, json: { ...version, out } };
  });

const importPage: Run = async (context, [file]) => {
  const text = await readPage(file);
  return withDatabase(context, async (db) => {
    const { id } = await findTenant(db, requiredOption(context, "tenant", "acme"));
    const deps = { db, bus: openSilentBus(), log: context.log };
    const { note, as } = context.options;
    const envelope =
      typeof as === "string"
        ? await authorEnvelope(db, id, as)
        : systemEnvelope(id, "xin policy import");
    const noted = typeof note === "string" ? note : null;
    const wanted = nameOption(context);
    const policies = await db.tenant(id, readPolicies);
    const old = policies.find(({ name }) => name === wanted);
    if (old === undefined && (wanted !== null || policies.length !== 1)) {
      const name = wanted ?? titleOf(text);
      const made = await createPolicy(deps, envelope, { name, text, note: noted });
      return { text: `${name} v1 is there, not published.`, json: { ...made, created: true } };
    }
    const policy = old ?? policies[0];
    if (policy === undefined)
      throw new UsageError("--name is missing. For example: --name Returns");
    const saved = await savePolicyVersion(deps, envelope, {
      policyId: policy.id,
      text,
      note: noted,
    });
    return {
      text: `${policy.name} v${saved.version} is there, not published.`,
      json: { policyId: policy.id, ...saved, created: false },
    };
  });
};

/** Whoever imports, by e-mail: the version and what it changes of the shared page are theirs. */
const authorEnvelope = async (db: Db, tenantId: string, email: string): Promise<Envelope> => {
  const members = await db.tenant(tenantId, readMembers);
  const member = members.find((one) => one.email.toLowerCase() === email.toLowerCase());
  if (member === undefined) throw new UsageError(`No member has the e-mail address ${email}.`);
  const { id: memberId, name, role } = member;
  return memberEnvelope({ tenantId, memberId, name, role });
};

const diff: Run = async (context, [from, to]) => {
  if (from === undefined)
    throw new UsageError('Name what to compare, such as "v3 v5" or "v3 policy.md".');
  const sides = await Promise.all([from, to].map(sideOf));
  return withDatabase(context, async (db) => {
    const { id } = await findTenant(db, requiredOption(context, "tenant", "acme"));
    const policy = await findPolicy(db, id, nameOption(context));
    const [before, after] = sides.map((side) => side ?? { version: policy.lastVersion });
    const newest = { version: policy.lastVersion };
    const wanted = { from: before ?? newest, to: after ?? newest };
    const json = await db.tenant(id, (tx) => readPolicyDiff(tx, policy.id, wanted));
    return { text: describeDiff(json), json };
  });
};

/** A version such as v3, or a file; null, the newest version, where nothing is named. */
const sideOf = async (words: string | undefined): Promise<DiffSide | null> => {
  if (words === undefined) return null;
  const version = /^v?(\d{1,9})$/i.exec(words)?.[1];
  return version === undefined ? { text: await readPage(words) } : { version: Number(version) };
};

const titleOf = (text: string): string => {
  const parsed = parsePolicy(text);
  return parsed.ok ? parsed.policy.title : "Policy";
};

const readPage = async (file: string | undefined): Promise<string> => {
  if (file === undefined) throw new UsageError("Name the file, such as policy.md.");
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`There is no file ${file} that can be read.`);
  });
  if (bytes.length > maxPolicyLength * 4) {
    throw new UsageError(`${file} is larger than a policy page may be.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch {
    throw new UsageError(`${file} is not UTF-8 text.`);
  }
};
