import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { listenOnLoopback } from "./listen-on-loopback.ts";

/** An article of a help centre: a title, and sections with a heading (empty at the top) and a text. */
export type DocsArticle = {
  readonly slug: string;
  readonly title: string;
  readonly sections: readonly { readonly heading: string; readonly text: string }[];
};

/** One request the site got. */
export type DocsRequest = {
  readonly path: string;
  readonly status: number;
  readonly userAgent: string;
};

/** A documentation site on this machine, with the traps that the web has. */
export type DocsSite = {
  /** Without a slash at the end. */
  readonly url: string;
  /** All requests so far, in order. */
  readonly requests: DocsRequest[];
  /** Most requests it was answering at the same time. */
  readonly busiest: number;
  /** Writes an article, or writes it anew. */
  write(article: DocsArticle): void;
  /** From now on the article is 404. */
  remove(slug: string): void;
  /** Answers a path in its own way; replaces what was there. */
  answer(path: string, handler: DocsHandler): void;
  close(): Promise<void>;
};

/** Answers one request. */
export type DocsHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** What a site has besides its articles. */
export type DocsSiteOptions = {
  readonly articles: readonly DocsArticle[];
  /** Lines added to robots.txt. */
  readonly robots?: readonly string[];
  /** Links on the first page besides those to the articles. */
  readonly links?: readonly string[];
  /** With `none`, articles are found by links alone. */
  readonly sitemap?: "index" | "none";
};

/** Starts a site on a free port. */
export const startDocsSite = async (options: DocsSiteOptions): Promise<DocsSite> => {
  const articles = new Map(options.articles.map((article) => [article.slug, article]));
  const answers = new Map<string, DocsHandler>();
  const requests: DocsRequest[] = [];
  let running = 0;
  let busiest = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    running += 1;
    busiest = Math.max(busiest, running);
    response.on("close", () => {
      running -= 1;
      const userAgent = request.headers["user-agent"] ?? "";
      requests.push({ path, status: response.statusCode, userAgent });
    });
    const own = answers.get(path) ?? answers.get(path.split("?")[0] ?? "");
    if (own !== undefined) return own(request, response);
    const slug = /^\/docs\/([\w-]+)$/.exec(path)?.[1];
    const article = slug === undefined ? undefined : articles.get(slug);
    if (article !== undefined) return sendPage(request, response, articlePage(article));
    response.writeHead(404, { "content-type": "text/html" }).end("<h1>Not here</h1>");
  });
  const { url, close } = await listenOnLoopback(server);

  const noSitemap = options.sitemap === "none";
  const robots = [
    "User-agent: *",
    "Disallow: /private/",
    ...(options.robots ?? []),
    ...(noSitemap ? [] : [`Sitemap: ${url}/sitemap-index.xml`]),
  ];
  answers.set("/robots.txt", (_, response) => {
    response.writeHead(200, { "content-type": "text/plain" }).end(robots.join("\n"));
  });
  answers.set("/", (request, response) => {
    const links = [...articles.values()].map(
      ({ slug, title }) => `<li><a href="/docs/${slug}">${escaped(title)}</a></li>`,
    );
    const more = (options.links ?? []).map((link) => `<li><a href="${link}">${link}</a></li>`);
    const list = noSitemap ? [...links, ...more] : more;
    const body = `<h1>Help centre</h1><p>Everything about our product.</p><ul>${list.join("")}</ul>`;
    sendPage(request, response, page("Help centre", body));
  });
  if (!noSitemap) {
    answers.set("/sitemap-index.xml", (_, response) => {
      const inner = `<sitemap><loc>${url}/sitemap-1.xml.gz</loc></sitemap>`;
      const xml = `<?xml version="1.0"?><sitemapindex xmlns="${sitemapSchema}">${inner}</sitemapindex>`;
      response.writeHead(200, { "content-type": "application/xml" }).end(xml);
    });
    answers.set("/sitemap-1.xml.gz", (_, response) => {
      const more = (options.links ?? []).map((link) => new URL(link, url).href);
      const all = [...[...articles.keys()].map((slug) => `${url}/docs/${slug}`), ...more];
      const entries = all.map((loc) => `<url><loc>${escaped(loc)}</loc></url>`);
      const xml = `<?xml version="1.0"?><urlset xmlns="${sitemapSchema}">${entries.join("")}</urlset>`;
      response.writeHead(200, { "content-type": "application/x-gzip" }).end(gzipSync(xml));
    });
  }

  return {
    url,
    requests,
    get busiest() {
      return busiest;
    },
    write: (article) => void articles.set(article.slug, article),
    remove: (slug) => void articles.delete(slug),
    answer: (path, handler) => void answers.set(path, handler),
    close,
  };
};

/** Articles of a made-up product, all different. */
export const sampleArticles = (count: number): readonly DocsArticle[] =>
  Array.from({ length: count }, (_, n) => ({
    slug: `article-${n}`,
    title: `Using part ${n} of the loom`,
    sections: [
      { heading: "", text: `Part ${n} of the loom holds the thread of colour number ${n}.` },
      {
        heading: `Oiling part ${n}`,
        text: `Oil part ${n} every ${n + 2} weeks with ${n + 3} drops of linseed oil.`,
      },
    ],
  }));

const sitemapSchema = "http://www.sitemaps.org/schemas/sitemap/0.9";

/** Like most servers: an entity tag of the words, and 304 to who has them. What is made anew each time is not in it. */
const sendPage = (
  request: IncomingMessage,
  response: ServerResponse,
  html: (nonce: string) => string,
): void => {
  const etag = `"${createHash("sha1").update(html("")).digest("hex")}"`;
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response
    .writeHead(200, { "content-type": "text/html; charset=utf-8", etag })
    .end(html(crypto.randomUUID()));
};

const articlePage = ({ title, sections }: DocsArticle) => {
  const parts = sections.map(({ heading, text }) => {
    const id = headingId(heading);
    const head = heading === "" ? "" : `<h2 id="${id}">${escaped(heading)}</h2>`;
    const paragraphs = text.split(/\n\s*\n/).map((words) => `<p>${escaped(words)}</p>`);
    return `${head}${paragraphs.join("")}`;
  });
  return page(title, `<h1>${escaped(title)}</h1>${parts.join("")}`);
};

/** The ids are the site's own, so that a link to one cannot have been guessed from the heading. */
export const headingId = (heading: string): string =>
  `s-${createHash("sha1").update(heading).digest("hex").slice(0, 8)}`;

const page = (title: string, body: string) => (nonce: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)} | Help</title>
<script nonce="${nonce}">window.token = "${nonce}"</script></head>
<body><nav><a href="/">Help centre</a></nav><main><article>${body}</article></main></body></html>`;

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
