import type { Fleet } from "./fleet.ts";
import type { FleetTenant } from "./tenants.ts";

/** What lets the AI of a workspace answer by itself: knowledge, a policy, and models in their order. */
export type AnswerPlan = {
  /** A folder of documents. */
  readonly documents: string;
  readonly policy: string;
  readonly models: readonly { readonly name: string; readonly url: string }[];
};

/** Sets it up by the command line, the console and the API, as people would. */
export const setUpAnswers = async (
  fleet: Fleet,
  { slug, owner }: FleetTenant,
  { documents, policy, models }: AnswerPlan,
): Promise<void> => {
  await fleet.xin("ingest", "--tenant", slug, documents);
  const made = await fleet.xin("token", "create", "--tenant", slug, "--role", "owner");
  const { token } = made as { readonly token: string };
  const api = async (path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${fleet.origin}/api/v1/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  for (const { name, url } of models) {
    await api("models", { name, url, model: "m", key: "k", priceIn: 0, priceOut: 0 });
  }
  type Policies = { readonly policies: readonly { id: string; lastVersion: number }[] };
  const { policies } = (await api("policies")) as Policies;
  const [{ id, lastVersion } = { id: "", lastVersion: 0 }] = policies;
  const post = async (fields: Record<string, string>) => {
    const answer = await fetch(`${fleet.origin}/policies/${id}`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { cookie: owner.cookie, origin: fleet.origin },
      redirect: "manual",
    });
    await answer.arrayBuffer();
    if (answer.status >= 400) throw new Error(`The policy of ${slug}: ${answer.status}`);
  };
  await post({ intent: "save", text: policy, note: "", baseVersion: String(lastVersion) });
  await post({ intent: "publish", version: String(lastVersion + 1) });
};
