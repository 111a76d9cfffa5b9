import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import type { Site } from "#db/reads/sites.ts";
import { retrieve } from "#engine/knowledge/retrieve.ts";
import {
  type DocsArticle,
  type DocsSite,
  headingId,
  sampleArticles,
  startDocsSite,
} from "../fakes/docs-site.ts";
import { type PreparedTenant, prepareTenant } from "../support/prepare-tenant.ts";
import { withServerDatabase } from "../support/server-database.ts";
import { type RunningServer, startServer } from "../support/start-server.ts";

/*
 * A documentation site is crawled by a whole server that is killed in the middle, crawled again after three
 * articles changed, and answers with links into its pages. The articles are the 140 of a real help centre
 * where they are there, else some of a made-up product.
 */

const data = join(import.meta.dirname, "../../../shared/data/retrieval");
const isReal = existsSync(join(data, "helpdocs.chunks.jsonl"));
const patience = { timeout: 600_000, interval: 500 };

let folder: string;
let docs: DocsSite;
let articles: readonly DocsArticle[];
let tenant: PreparedTenant;
let server: RunningServer;

beforeAll(async () => {
  articles = isReal ? await realArticles() : sampleArticles(100);
  docs = await startDocsSite({ articles, links: ["/trap/0", "/slow"] });
  docs.answer("/slow", (_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).write("<html><body><p>Slow");
    setTimeout(() => response.end(" but sure.</p></body></html>"), 3000);
  });
  for (let n = 0; n < 10; n++) {
    const location = `/trap/${n + 1}`;
    docs.answer(`/trap/${n}`, (_, response) => response.writeHead(302, { location }).end());
  }
  folder = await mkdtemp(join(tmpdir(), "xin-crawl-"));
  await withServerDatabase({ dataDir: folder, testDb: null }, async (db) => {
    tenant = await prepareTenant(db, "docs");
  });
  server = await start();
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await docs?.close();
  await rm(folder, { recursive: true, force: true });
});

const start = () =>
  startServer({
    dataDir: folder,
    env: { XIN_DEMO: "off", XIN_LOG_LEVEL: "warn", XIN_CRAWL_ALLOW: new URL(docs.url).host },
  });

const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const response = await fetch(`${server.url}/api/v1/knowledge${path}`, {
    method,
    headers: { authorization: tenant.members.owner.bearer, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return (response.status === 204 ? null : await response.json()) as T;
};

const fetched = (status: number) =>
  docs.requests.filter((request) => request.path.startsWith("/docs/") && request.status === status);

it(
  `crawls ${isReal ? "140 real articles" : "made-up articles (needs ../shared/data/retrieval)"}, killed in the middle, then only what changed`,
  { timeout: 1_500_000 },
  async () => {
    const { siteId } = await call<{ siteId: string }>("POST", "/sites", { url: docs.url });
    const site = () => call<Site>("GET", `/sites/${siteId}`);
    const settled = async () => {
      await expect
        .poll(async () => {
          const { state, counts } = await site();
          return state !== "queued" && state !== "crawling" && counts.working === 0;
        }, patience)
        .toBe(true);
      return site();
    };

    await expect.poll(async () => (await site()).counts.fetched, patience).toBeGreaterThan(20);
    server.kill("SIGKILL");
    await server.exit;
    expect(fetched(200).length).toBeLessThan(articles.length);
    await endWorkOfTheDead(siteId);
    server = await start();
    const first = await settled();
    expect(first).toMatchObject({ state: "live", failureReason: null, note: null });
    expect(first.counts).toMatchObject({
      found: articles.length + 3,
      fetched: articles.length + 2,
      failed: 1,
      unusable: 0,
    });
    // Nothing is fetched twice, but for what was under way when the process died.
    expect(fetched(200).length).toBeLessThanOrEqual(articles.length + 2);
    const { pages } = await call<{ pages: { url: string; failureReason: string }[] }>(
      "GET",
      `/sites/${siteId}/pages?state=failed`,
    );
    expect(pages).toMatchObject([{ url: `${docs.url}/trap/0`, failureReason: "redirect_loop" }]);

    const changed = articles.slice(5, 8);
    for (const article of changed) {
      const [top, ...rest] = article.sections;
      const text = `${top?.text ?? ""}\n\nSince today there is a cork roller for it.`;
      docs.write({ ...article, sections: [{ heading: top?.heading ?? "", text }, ...rest] });
    }
    docs.requests.length = 0;
    await call("POST", `/sites/${siteId}/crawl`);
    const second = await settled();
    expect(second.counts).toMatchObject({ changed: 3, added: 0, unchanged: articles.length - 1 });
    expect(fetched(304)).toHaveLength(articles.length - 3);
    expect(fetched(200)).toHaveLength(3);

    await server.stop();
    await withServerDatabase({ dataDir: folder, testDb: null }, async (db) => {
      const made = await db.tenant(
        tenant.tenantId,
        (tx) => tx<{ url: string; embedded: number }[]>`
          select s.url, count(distinct e.source_version)::int as embedded
          from xin.source_versions v join xin.sources s on s.id = v.source_id
          left join xin.chunk_embeddings e on e.source_id = v.source_id and e.source_version = v.version
            and v.valid_to is null
          where v.valid_from is not null group by s.id, s.url having count(distinct v.version) > 1
          order by s.url`,
      );
      expect(made.map(({ url }) => url)).toEqual(
        changed.map(({ slug }) => `${docs.url}/docs/${slug}`).toSorted(),
      );
      expect(made.map(({ embedded }) => embedded)).toEqual([1, 1, 1]);

      const questions = isReal ? await realQuestions() : sampleQuestions();
      let found = 0;
      for (const { text, slug } of questions) {
        const { passages } = await retrieve(db, tenant.tenantId, text);
        const urlsOf = passages.slice(0, 5).map(({ url }) => url);
        expect(urlsOf.length).toBeGreaterThan(0);
        for (const url of urlsOf) expect(linksOf(articles)).toContain(url);
        if (urlsOf.some((url) => url?.startsWith(`${docs.url}/docs/${slug}`))) found += 1;
      }
      expect(found / questions.length).toBeGreaterThan(0.85);
    });
  },
);

/** A dead process holds the site and its jobs for a minute: that minute is over. */
const endWorkOfTheDead = async (siteId: string): Promise<void> => {
  await using stack = new AsyncDisposableStack();
  const embedded = await startEmbedded(folder);
  stack.defer(() => embedded.stop());
  const app = openDb(embedded.endpoint("xin_app"));
  stack.defer(() => app.close());
  const jobs = openDb(embedded.endpoint("xin_jobs"));
  stack.defer(() => jobs.close());
  await app.tenant(
    tenant.tenantId,
    (tx) => tx`update xin.sites set lease_until = now() where id = ${siteId}`,
  );
  await jobs.lookup(
    (tx) => tx`update pgboss.job set state = 'retry', start_after = now() where state = 'active'`,
  );
};

/** Every address an answer may lead to: an article, or one of its headings by the page's own id. */
const linksOf = (all: readonly DocsArticle[]): readonly string[] => [
  `${docs.url}/`,
  `${docs.url}/slow`,
  ...all.flatMap(({ slug, sections }) => [
    `${docs.url}/docs/${slug}`,
    ...sections.map(({ heading }) => `${docs.url}/docs/${slug}#${headingId(heading)}`),
  ]),
];

type Line = { article: string; title: string; heading: string; text: string; tenant: string };

const linesOf = async <T>(file: string): Promise<T[]> =>
  (await readFile(join(data, file), "utf8"))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);

const slugOf = (id: string): string => id.slice(id.indexOf("/") + 1).replaceAll("/", "-");

const realArticles = async (): Promise<readonly DocsArticle[]> => {
  const bySlug = new Map<string, DocsArticle & { sections: { heading: string; text: string }[] }>();
  for (const { tenant: product, article, title, heading, text } of await linesOf<Line>(
    "helpdocs.chunks.jsonl",
  )) {
    if (product !== "zulip") continue;
    const slug = slugOf(article);
    const known = bySlug.get(slug) ?? { slug, title, sections: [] };
    known.sections.push({ heading, text });
    bySlug.set(slug, known);
  }
  return [...bySlug.values()];
};

type Question = { text: string; slug: string };

const realQuestions = async (): Promise<Question[]> => {
  const all = await linesOf<{ gold: string[]; text: string; tenant: string }>(
    "helpdocs.queries.jsonl",
  );
  return all
    .filter(({ tenant: product, gold }) => product === "zulip" && gold.length > 0)
    .slice(0, 60)
    .map(({ text, gold }) => ({ text, slug: slugOf(gold[0] ?? "") }));
};

const sampleQuestions = (): Question[] =>
  Array.from({ length: 10 }, (_, n) => ({ text: `how to oil part ${n}`, slug: `article-${n}` }));
