import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
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

/** A crawl waits for others on purpose, and a busy machine takes its time. */
vi.setConfig({ testTimeout: 240_000 });

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
      allow: ["127.0.0.0/8", "::1/128"],
      contact: "https://support.example",
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
    const until = Date.now() + 200_000;
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
    docs = await startDocsSite({ articles: sampleArticles(5), links: ["/docs/article-2"] });
    const { siteId, isNew } = await knowledge.addSite(author.as(), { url: docs.url });
    expect(isNew).toBe(true);
    const site = await settled(siteId);
    expect(site).toMatchObject({ state: "live", failureReason: null });
    expect(site.counts).toMatchObject({ found: 6, fetched: 6, added: 6, failed: 0 });
    const { passages } = await retrieve(database.db, workspace.tenantId, "how to oil part 3");
    expect(passages[0]?.url).toBe(`${docs.url}/docs/article-3#${headingId("Oiling part 3")}`);
    expect(docs.busiest).toBeLessThanOrEqual(2);
    expect(docs.requests[0]).toMatchObject({ path: "/robots.txt" });
    expect(docs.requests[0]?.userAgent).toMatch(
      /^XinBot\/[\d.]+ \(\+https:\/\/support\.example\)$/,
    );
    const pages = await pagesOf(siteId);
    expect(pages[1]).toMatchObject({ state: "done", outcome: "new", sourceState: "live" });
  });

  const everyPage = async (siteId: string) =>
    Object.fromEntries(
      (await pagesOf(siteId)).map(({ url, state, failureReason, failureDetail }) => [
        url.replace(docs?.url ?? "", ""),
        [state, failureReason, failureDetail?.replace(docs?.url ?? "", "")],
      ]),
    );

  const again = async (siteId: string) => {
    await knowledge.recrawlSite(author.as(), { siteId });
    return settled(siteId);
  };

  it("reads only what changed again, and lets go of what is gone", async () => {
    const articles = sampleArticles(20).slice(14);
    docs = await startDocsSite({ articles });
    const { siteId } = await knowledge.addSite(author.as(), { url: docs.url });
    await settled(siteId);
    const versions = () =>
      read<{ sourceId: string; version: number }[]>(
        (tx) => tx`select s.id as "sourceId", s.last_version as version from xin.sources s
          where s.site_id = ${siteId} and s.state <> 'deleted' order by s.id`,
      );
    const before = await versions();
    expect(before).toHaveLength(7);
    const asked = docs.requests.length;
    for (const article of articles.slice(0, 3)) {
      const [top, ...rest] = article.sections;
      docs.write({
        ...article,
        sections: [
          top!,
          ...rest,
          { heading: "News", text: `New in ${article.slug}: a cork roller.` },
        ],
      });
    }
    docs.remove("article-19");
    const second = await again(siteId);
    expect(second.counts).toMatchObject({ found: 7, changed: 3, unchanged: 3, gone: 1, added: 0 });
    const statuses = docs.requests.slice(asked).map(({ status }) => status);
    expect(statuses.filter((status) => status === 304)).toHaveLength(3);
    const after = await versions();
    expect(after.map(({ sourceId }) => sourceId)).toEqual(before.map(({ sourceId }) => sourceId));
    const changed = after.filter(({ version }, index) => version !== before[index]?.version);
    expect(changed.map(({ version }) => version)).toEqual([2, 2, 2]);
    const { passages } = await retrieve(
      database.db,
      workspace.tenantId,
      "new cork roller in article-15",
    );
    expect(passages[0]?.url).toBe(`${docs.url}/docs/article-15#${headingId("News")}`);
    const stale = await read<{ url: string; reason: string }[]>(
      (tx) => tx`select url, stale_reason as reason from xin.sources where stale_since is not null`,
    );
    expect([...stale]).toEqual([{ url: `${docs.url}/docs/article-19`, reason: "gone" }]);
    await again(siteId);
    expect(await versions()).toHaveLength(6);
    const third = await again(siteId);
    expect(third.counts).toMatchObject({ found: 6, unchanged: 6, gone: 0 });
  });

  it("comes through a site full of traps, and says of each page what it is", async () => {
    const page = (body: string) =>
      `<html><body><p>${body} ${"and more of it ".repeat(20)}</p></body></html>`;
    const html = { "content-type": "text/html" };
    const links =
      "/loop /inside /endless /picture /gbk /noindex /private/a /missing /removed /broken /busy /canonical /slash/ /twin-a /twin-b /cal?m=1 /script /secret /away /empty".split(
        " ",
      );
    docs = await startDocsSite({ articles: [], links, sitemap: "none" });
    const { url } = docs;
    const redirects = {
      "/loop": "/loop2",
      "/loop2": "/loop",
      "/inside": "http://10.0.4.12/",
      "/slash/": "/slash",
    };
    for (const [path, location] of Object.entries(redirects)) {
      docs.answer(path, (_, response) => response.writeHead(302, { location }).end());
    }
    docs.answer("/away", (_, response) =>
      response.writeHead(302, { location: url.replace("127.0.0.1", "localhost") }).end(),
    );
    docs.answer("/endless", (_, response) => {
      response.writeHead(200, html);
      const more = () => {
        while (!response.destroyed && response.write("word ".repeat(10_000)));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    });
    docs.answer("/picture", (_, response) =>
      response.writeHead(200, { "content-type": "image/png" }).end("PNG"),
    );
    docs.answer("/gbk", (_, response) =>
      response
        .writeHead(200, { "content-type": "text/html; charset=gbk" })
        // "\u9000\u6b3e\u89c4\u5219", rules for refunds, in GBK.
        .end(
          Buffer.concat([
            Buffer.from("<html><body><h1>"),
            Buffer.from("cdcbbfeeb9e6d4f2", "hex"),
            Buffer.from(`</h1><p>${"\xcd\xcb\xbf\xee".repeat(30)}</p></body></html>`, "latin1"),
          ]),
        ),
    );
    docs.answer("/noindex", (_, response) =>
      response.writeHead(200, { ...html, "x-robots-tag": "noindex" }).end(page("Hidden")),
    );
    docs.answer("/removed", (_, response) => response.writeHead(410).end());
    docs.answer("/broken", (_, response) => response.writeHead(500).end());
    docs.answer("/secret", (_, response) => response.writeHead(401).end());
    docs.answer("/empty", (_, response) => response.writeHead(200, html).end());
    let asked = 0;
    docs.answer("/busy", (_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(429, { "retry-after": "1" }).end();
      else response.writeHead(200, html).end(page("Patience is rewarded"));
    });
    docs.answer("/canonical", (_, response) =>
      response.writeHead(200, html).end(`<link rel="canonical" href="/slash">${page("The same")}`),
    );
    docs.answer("/slash", (_, response) =>
      response.writeHead(200, html).end(page("Without a slash")),
    );
    for (const twin of ["/twin-a", "/twin-b"]) {
      docs.answer(twin, (_, response) =>
        response.writeHead(200, html).end(page("Twins say the same")),
      );
    }
    docs.answer("/cal", (request, response) => {
      const month = Number(/m=(\d+)/.exec(request.url ?? "")?.[1]);
      response
        .writeHead(200, { ...html, "x-robots-tag": "noindex" })
        .end(page(`Month ${month} <a href="/cal?m=${month + 1}">next</a>`));
    });
    docs.answer("/script", (_, response) =>
      response
        .writeHead(200, html)
        .end(page("<script>fetch('/never')</script>Only the words count")),
    );
    const { siteId } = await knowledge.addSite(author.as(), { url, mode: "crawl", maxDepth: 20 });
    const site = await settled(siteId);
    expect(site).toMatchObject({ state: "live", note: null });
    const pages = await everyPage(siteId);
    const months = Object.keys(pages).filter((path) => path.startsWith("/cal"));
    expect(months.length).toBeGreaterThan(10);
    expect(months.length).toBeLessThanOrEqual(30);
    for (const month of months) delete pages[month];
    // They may be fetched at the same moment, and either is the first.
    const twins = [pages["/twin-a"], pages["/twin-b"]].map((twin) => twin?.[0]);
    expect(new Set(twins)).toEqual(new Set(["done", "duplicate"]));
    delete pages["/twin-a"];
    delete pages["/twin-b"];
    const done = ["done", null, undefined];
    expect(pages).toEqual({
      "/": done,
      "/away": ["skipped", "off_site", `${url.replace("127.0.0.1", "localhost")}/`],
      "/broken": ["failed", "server_error", "Status 500"],
      "/busy": done,
      "/canonical": ["duplicate", "same_content", "/slash"],
      "/empty": ["failed", "empty", undefined],
      "/endless": ["failed", "page_too_large", "More than 5 MB"],
      "/gbk": done,
      "/inside": ["failed", "redirect_private", "10.0.4.12"],
      "/loop": ["failed", "redirect_loop", "/loop"],
      "/missing": ["gone", "not_found", "Status 404"],
      "/noindex": ["skipped", "noindex", undefined],
      "/picture": ["skipped", "not_text", "image/png"],
      "/private/a": ["skipped", "robots", undefined],
      "/removed": ["gone", "not_found", "Status 410"],
      "/script": done,
      "/secret": ["failed", "not_allowed", "Status 401"],
      "/slash": done,
      "/slash/": ["duplicate", "same_content", "/slash"],
    });
    expect(docs.requests.map(({ path }) => path)).not.toContain("/private/a");
    const { passages } = await retrieve(
      database.db,
      workspace.tenantId,
      "\u9000\u6b3e\u89c4\u5219",
    );
    expect(passages[0]?.url).toMatch(/\/gbk/);
  });

  it("stops at its limits, and says so", async () => {
    docs = await startDocsSite({
      articles: sampleArticles(34).slice(30),
      sitemap: "none",
      links: ["/cal?m=1"],
    });
    docs.answer("/cal", (request, response) => {
      const links = Array.from({ length: 50 }, (_, n) => `<a href="/cal?m=${n}">${n}</a>`);
      response
        .writeHead(200, { "content-type": "text/html", "x-robots-tag": "noindex" })
        .end(`<p>${request.url} ${links.join(" ")}</p>`);
    });
    const { siteId } = await knowledge.addSite(author.as(), {
      url: docs.url,
      maxPages: 3,
      maxDepth: 1,
    });
    const few = await settled(siteId);
    expect(few).toMatchObject({
      state: "live",
      note: "page_limit",
      counts: { found: 3, fetched: 3 },
    });
    await knowledge.changeSite(author.as(), { siteId, maxPages: 100, maxDepth: 2 });
    const more = await settled(siteId);
    expect(more).toMatchObject({ state: "live", note: "endless_pages" });
    const calendar = (await pagesOf(siteId)).filter(({ url }) => url.includes("/cal?"));
    expect(calendar).toHaveLength(30);
  });

  it("names what is wrong with an address, and works once it is changed", async () => {
    docs = await startDocsSite({ articles: sampleArticles(42).slice(41) });
    docs.answer("/terms", (_, response) =>
      response.writeHead(302, { location: "http://10.0.4.12/terms" }).end(),
    );
    const { siteId } = await knowledge.addUrl(author.as(), { url: `${docs.url}/terms` });
    expect(await settled(siteId)).toMatchObject({
      state: "failed",
      mode: "page",
      failureReason: "redirect_private",
      failureDetail: "10.0.4.12",
    });
    const url = `${docs.url}/docs/article-41`;
    await knowledge.changeSite(author.as(), { siteId, url });
    expect(await settled(siteId)).toMatchObject({ state: "live", url, failureReason: null });
    const { passages } = await retrieve(database.db, workspace.tenantId, "how to oil part 41");
    expect(passages[0]?.url).toBe(`${url}#${headingId("Oiling part 41")}`);
    expect(await knowledge.addUrl(author.as(), { url })).toEqual({ siteId, isNew: false });
  });

  it("is cancelled at once, and deleted with all it taught", async () => {
    docs = await startDocsSite({ articles: sampleArticles(48).slice(42) });
    let waiting = 0;
    docs.answer("/docs/article-45", () => {
      waiting += 1;
    });
    const { siteId } = await knowledge.addSite(author.as(), { url: docs.url });
    await expect.poll(() => waiting, { timeout: 120_000 }).toBe(1);
    await knowledge.cancelSite(author.as(), { siteId });
    expect(await settled(siteId)).toMatchObject({ state: "cancelled" });
    const sources = () =>
      read<unknown[]>(
        (tx) => tx`select from xin.sources where site_id = ${siteId} and state <> 'deleted'`,
      );
    expect((await sources()).length).toBeGreaterThan(0);
    await knowledge.deleteSite(author.as(), { siteId });
    expect(await read((tx) => readSite(tx, siteId))).toBeNull();
    await expect.poll(async () => (await sources()).length, { timeout: 120_000 }).toBe(0);
    await expect(knowledge.recrawlSite(author.as(), { siteId })).rejects.toMatchObject({
      kind: "not_found",
    });
  });

  it("refuses those who may not, and addresses that are none", async () => {
    const operator = await workspace.addPerson("Olu", "operator");
    const site = { url: "https://help.example" };
    await expect(knowledge.addSite(operator.as(), site)).rejects.toMatchObject({
      kind: "forbidden",
    });
    for (const url of [
      "ftp://help.example",
      "https://a:b@help.example",
      "",
      "javascript:alert(1)",
    ]) {
      await expect(knowledge.addSite(author.as(), { url })).rejects.toMatchObject({
        kind: "invalid",
      });
    }
    const outside = { ...site, pathPrefix: "/docs/" };
    await expect(knowledge.addSite(author.as(), outside)).rejects.toMatchObject({
      kind: "invalid",
    });
    const asked = await knowledge.addSite({ ...author.as(), dryRun: true }, site);
    expect(await read((tx) => readSite(tx, asked.siteId))).toBeNull();
  });
});
