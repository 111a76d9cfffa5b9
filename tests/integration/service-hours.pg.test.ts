import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { EventsAppended } from "#contract/downstream.ts";
import type { PersonRequestAck } from "#contract/contact-requests.ts";
import { readEvents } from "#db/reads/events.ts";
import type { ServiceHours } from "#db/reads/service-hours.ts";
import { takeOver } from "#engine/actions/take-over.ts";
import { requestPerson } from "#engine/actions/request-person.ts";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { publishPolicy } from "#engine/policy/publish-policy.ts";
import { setServiceHours } from "#engine/service-hours/set-service-hours.ts";
import { startEscalation } from "#engine/service-hours/start-escalation.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { anId, message, type Node, openWorld, until, type World } from "./gateway-world.ts";
import { autoPolicy, openReplyWorld, patience, shopDocuments } from "./reply-world.ts";

const never = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const all = [{ from: "00:00", to: "24:00" }];
const always = { mon: all, tue: all, wed: all, thu: all, fri: all, sat: all, sun: all };
const hours = (more: Partial<ServiceHours>): ServiceHours => ({
  timeZone: "Europe/Berlin",
  week: never,
  holidays: [],
  escalation: [],
  ...more,
});

describe("outside hours", () => {
  let world: World;
  let node: Node;
  beforeAll(async () => {
    world = await openWorld();
    const deps = { db: world.testDb.db, bus: (node = await world.node()).bus };
    const owner = world.a.members.owner;
    const system = systemEnvelope(world.a.tenantId, "test");
    const actor = { kind: "member", id: owner.memberId, name: owner.name, role: "owner" } as const;
    // Open on one day far away, and never else.
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    await setServiceHours(
      deps,
      { ...system, actor },
      hours({ holidays: [{ date: day, name: "Open day", spans: all }] }),
    );
  });
  afterAll(() => world.close());

  it("[RT36] says when people are back, and takes an address that can be one", async () => {
    const visitor = await world.visitor(node, world.a);
    const { conversationId, people } = visitor.session;
    expect(people?.open).toBe(false);
    expect(Date.parse(people?.changesAt ?? "")).toBeGreaterThan(Date.now());
    const clientId = anId();
    const asked = await visitor.granted<PersonRequestAck>("person.request", {
      conversationId,
      clientId,
    });
    expect(asked.people).toEqual(people);

    for (const email of ["nobody", "a@example.com\nbcc: b@example.com"]) {
      const refused = await visitor.ask("contact.leave-email", {
        conversationId,
        clientId: anId(),
        email,
      });
      expect(refused).toMatchObject({ ok: false, error: { kind: "invalid" } });
    }
    const act = { conversationId, clientId: anId(), email: " Mary.O'Neil+shop@mail.example.com " };
    const { seq } = await visitor.granted("contact.leave-email", act);
    // The same again is the same.
    expect(await visitor.granted("contact.leave-email", act)).toEqual({ ok: true, seq });
    const stored = await world.testDb.db.tenant(world.a.tenantId, async (tx) => ({
      contacts: await tx<
        { email: string }[]
      >`select email from xin.contacts where id = ${visitor.session.contactId}`,
      ...(await readEvents(tx, conversationId, { after: 0, limit: 50, audience: "public" })),
    }));
    expect(stored.contacts).toEqual([{ email: "Mary.O'Neil+shop@mail.example.com" }]);
    const left = stored.events.filter(({ body }) => body.type === "contact.email-left");
    expect(left).toMatchObject([{ seq, body: { email: "Mary.O'Neil+shop@mail.example.com" } }]);
    await until(() =>
      expect(
        visitor
          .heard<EventsAppended>("events.appended")
          .flatMap(({ events }) => events.map(({ body }) => body.type)),
      ).toContain("contact.email-left"),
    );
  });

  it("[RT36] goes by the hours of the policy that answers, where it has its own", async () => {
    const deps = { db: world.testDb.db, bus: node.bus, log: pino({ level: "silent" }) };
    const system = systemEnvelope(world.a.tenantId, "test");
    const publish = async (line: string) => {
      const text = `---\n${line}\n---\n# Help\n\nAnswer.\n`;
      const { policyId } = await createPolicy(deps, system, { name: line, text });
      await publishPolicy(deps, system, { policyId, version: 1, running: "move" });
    };
    await publish("hours: always");
    const visitor = await world.visitor(node, world.a);
    expect(visitor.session.people).toEqual({ open: true, changesAt: null });
    const ask = { conversationId: visitor.session.conversationId, clientId: anId() };
    const { people } = await visitor.granted<PersonRequestAck>("person.request", ask);
    expect(people).toEqual({ open: true, changesAt: null });
    const today = new Date().toLocaleDateString("en", { weekday: "short", timeZone: "UTC" });
    await publish(`hours: ${today} 0:00-24:00 UTC`);
    const next = await world.visitor(node, world.a);
    expect(next.session.people).toMatchObject({ open: true, changesAt: expect.any(String) });
    await publish("hours: workspace");
    expect((await world.visitor(node, world.a)).session.people?.open).toBe(false);
  });

  it("[RT36] never takes it for another's conversation", async () => {
    const [one, other] = [await world.visitor(node, world.a), await world.visitor(node, world.a)];
    const { conversationId } = one.session;
    await one.granted("message.post", message(conversationId, "Mine"));
    const act = { conversationId, clientId: anId(), email: "thief@example.com" };
    expect(await other.ask("contact.leave-email", act)).toMatchObject({
      ok: false,
      error: { kind: "not_found" },
    });
  });
});

describe("a conversation that nobody takes", () => {
  let world: Awaited<ReturnType<typeof openReplyWorld>>;
  const running: { stop(): Promise<void> }[] = [];
  beforeAll(async () => void (world = await openReplyWorld()));
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    await world.stopWorkers();
  });
  afterAll(() => world.close());

  /** Two processes look after the same conversations, by a clock that is set. */
  const lookAfter = () => {
    const clock = { minutes: 0 };
    const now = () => new Date(Date.now() + clock.minutes * 60_000);
    for (let process = 0; process < 2; process += 1) {
      running.push(startEscalation(world.deps, { everyMs: 20, now }));
    }
    return clock;
  };
  const stepsOf = async (visitor: { events(): Promise<readonly ConversationEvent[]> }) =>
    (await visitor.events()).flatMap(({ body }) =>
      body.type === "conversation.escalated" ? [`${body.step}: ${body.memberName}`] : [],
    );

  const open = async (week: ServiceHours["week"]) => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const [ada, bo] = [
      await shop.addPerson("Ada", "operator"),
      await shop.addPerson("Bo", "operator"),
    ];
    const owner = await shop.addPerson("Olga", "owner");
    const escalation = [
      { afterMinutes: 5, memberId: ada.id },
      { afterMinutes: 15, memberId: bo.id },
      { afterMinutes: 30, memberId: null },
    ];
    await setServiceHours(world.deps, owner.as(), hours({ week, escalation }));
    const visitor = await shop.visitor();
    await visitor.say("Hello");
    await requestPerson(world.deps, visitor.contact.as(), { conversationId: visitor.id });
    const clock = lookAfter();
    const steps = () => stepsOf(visitor);
    return { ada, bo, visitor, clock, steps };
  };

  it("goes to the next person, once each, and is theirs to see", async () => {
    const { visitor, clock, steps, ada, bo } = await open(always);
    clock.minutes = 6;
    await expect.poll(steps, patience).toEqual(["1: Ada"]);
    expect((await visitor.row()).assignee?.id).toBe(ada.id);
    clock.minutes = 40;
    await expect.poll(steps, patience).toEqual(["1: Ada", "2: Bo", "3: null"]);
    const row = await visitor.row();
    expect(row).toMatchObject({ holder: "waiting", assignee: { id: bo.id, name: "Bo" } });
    clock.minutes = 400;
    await takeOver(world.deps, ada.as(), { conversationId: visitor.id });
    expect(await steps()).toHaveLength(3);
  });

  it("goes to whom the policy names, at once where it says no time, and to the team for who is gone", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const ada = await shop.addPerson("Ada", "operator");
    const bo = await shop.addPerson("Bo", "operator");
    const owner = await shop.addPerson("Olga", "owner");
    // What the policy says comes before the workspace's steps.
    const escalation = [{ afterMinutes: 1, memberId: null }];
    await setServiceHours(world.deps, owner.as(), hours({ week: never, escalation }));
    const header = "mode: auto\nhours: always\nescalation: Ada, Bo after 5 min, team after 9 min\n";
    const text = autoPolicy().replace("mode: auto\n", header);
    const { policyId } = await createPolicy(world.deps, owner.as(), { name: "Steps", text });
    await publishPolicy(world.deps, owner.as(), { policyId, version: 1, running: "move" });
    const visitor = await shop.visitor();
    await visitor.say("Hello");
    await requestPerson(world.deps, visitor.contact.as(), { conversationId: visitor.id });
    const clock = lookAfter();
    const steps = () => stepsOf(visitor);
    await expect.poll(steps, patience).toEqual(["1: Ada"]);
    expect((await visitor.row()).assignee?.id).toBe(ada.id);
    await world.deps.db.tenant(
      shop.tenantId,
      (tx) => tx`update xin.members set role = 'viewer' where id = ${bo.id}`,
    );
    clock.minutes = 6;
    await expect.poll(steps, patience).toEqual(["1: Ada", "2: null"]);
  });

  it("stays where it is once somebody has it, and while nobody is there", async () => {
    const taken = await open(always);
    await takeOver(world.deps, taken.ada.as(), { conversationId: taken.visitor.id });
    const away = await open(never);
    const due = await open(always);
    for (const one of [taken, away, due]) one.clock.minutes = 60;
    // All are looked at in the same round: when one was escalated, the others were passed over.
    await expect.poll(due.steps, patience).toHaveLength(3);
    expect([await taken.steps(), await away.steps()]).toEqual([[], []]);
  });
});
