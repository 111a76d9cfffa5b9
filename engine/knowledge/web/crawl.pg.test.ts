import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { readSite, readSitePages, type Site } from "#db/reads/sites.ts";
import {
  type DocsSite,
  headingId,
  sampleArticles,
  startDocsSite,
} from "../../../tests/fakes/docs-site.ts";
import { describeEngines, type TestDb } from "../../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  type Person,
  type TestWorkspace,
} from "../../../tests/support/test-workspace.ts";
import { type Jobs, openJobs } from "../../runtime/jobs/jobs.ts";
import { type Knowledge, openKnowledge } from "../open-knowledge.ts";
import { retrieve } from "../retrieve.ts";

describeEngines("crawling", (open) => {
  let database: TestDb;
  let jobs: Jobs;
  let knowledge: Knowledge;
  let workspace: TestWorkspace;
  let author: Person;
  let docs: DocsSite | undefined;

  beforeAll(async () => {
    database = await open();
    jobs = await openJobs(database.endpoint("xin_jobs"), {
      engine: database.engine,
      onError: () => {},
    });
    workspace = await makeTestWorkspace(database.db);
    author = await workspace.addPerson("Ada", "author");
    knowledge = await openKnowledge(workspace.deps, jobs, {
      allow: ["127.0.0.0/8"],
      contact: () => "https://support.example",
    });
    await knowledge.startIngestion();
    await knowledge.startCrawling();
  });
  afterEach(async () => {
    await docs?.close();
    docs = undefined;
  });
  afterAll(async () => {
    await jobs?.stop();
    await database?.close();
  });

  const read = <T>(run: Parameters<TestDb["db"]["tenant"]>[1]) =>
    database.db.tenant(workspace.tenantId, run) as Promise<T>;

  /** Waits until a crawl has ended, and all that it read answers. */
  const settled = async (siteId: string): Promise<Site> => {
    const until = Date.now() + 50_000;
    for (;;) {
      const site = await read<Site | null>((tx) => readSite(tx, siteId));
      const isOver = site !== null && !["queued", "crawling"].includes(site.state);
      if (site !== null && isOver && site.counts.working === 0) return site;
      if (Date.now() > until) throw new Error(`The site is still ${JSON.stringify(site)}`);
      await sleep(50);
    }
  };

  const pagesOf = (siteId: string) =>
    read<Awaited<ReturnType<typeof readSitePages>>>((tx) => readSitePages(tx, siteId));

  it("learns a site from its sitemap, and answers with links into its pages", async () => {
    docs = await startDocsSite({ articles: sampleArticles(12) });
    const { siteId, isNew } = await knowledge.addSite(author.as(), { url: docs.url });
    expect(isNew).toBe(true);
    const site = await settled(siteId);
    expect(site).toMatchObject({ state: "live", failureReason: null });
    expect(site.counts).toMatchObject({ found: 13, fetched: 13, added: 13, failed: 0 });
    const { passages } = await retrieve(database.db, workspace.tenantId, "how to oil part 7");
    expect(passages[0]?.url).toBe(`${docs.url}/docs/article-7#${headingId("Oiling part 7")}`);
    expect(docs.busiest).toBeLessThanOrEqual(2);
    expect(docs.requests[0]).toMatchObject({ path: "/robots.txt" });
    expect(docs.requests[0]?.userAgent).toMatch(
      /^XinBot\/[\d.]+ \(\+https:\/\/support\.example\)$/,
    );
    const pages = await pagesOf(siteId);
    expect(pages[1]).toMatchObject({ state: "done", outcome: "new", sourceState: "live" });
  });
});
