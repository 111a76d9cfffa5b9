import { Data } from "effect";

/**
 * Why a page cannot be had. `detail` is what only this page shows, such as an address or a status; plain
 * English, nothing of the page's own words. `retryAfterMs` is how long its server wants to be left alone.
 */
export class WebFailure extends Data.TaggedError("WebFailure")<{
  readonly reason: WebFailureReason;
  readonly detail: string | null;
  readonly retryAfterMs?: number;
}> {}

/** Codes of the reasons, as stored with a site and with its pages. */
export type WebFailureReason = keyof typeof webFailureTexts;

/** What to tell people, in the languages of Xin. */
export const webFailureTexts = {
  address_private: {
    en: "The address leads to a private network. Use one that is open to everybody, or let whoever runs Xin allow it with XIN_CRAWL_ALLOW.",
    zh: "该地址指向内部网络。请使用公开的地址，或由 Xin 的管理者通过 XIN_CRAWL_ALLOW 放行。",
  },
  redirect_private: {
    en: "It redirects to a private network. Use the address of a page that is open to everybody.",
    zh: "它会跳转到内部网络。请使用公开页面的地址。",
  },
  address_invalid: {
    en: "The address cannot be used: it needs http or https, the usual port, and no user name. Change the address.",
    zh: "该地址无法使用：需要 http 或 https、默认端口，且不含用户名。请更改地址。",
  },
  unreachable: {
    en: "The server cannot be reached. Check the address, then crawl again.",
    zh: "无法连接服务器。请检查地址，然后重新抓取。",
  },
  insecure: {
    en: "The certificate of the server is not valid. Have it renewed, then crawl again.",
    zh: "服务器的证书无效。请更新证书后重新抓取。",
  },
  too_slow: {
    en: "The server took too long to answer. Crawl again later.",
    zh: "服务器响应过慢。请稍后重新抓取。",
  },
  page_too_large: {
    en: "The page is larger than a page may be. Add the part you need as a file.",
    zh: "页面超过大小上限。请把需要的部分作为文件添加。",
  },
  not_text: {
    en: "It is not a page with text. HTML, PDF, Markdown and plain text can be read.",
    zh: "这不是文字页面。可以读取 HTML、PDF、Markdown 和纯文本。",
  },
  unreadable: {
    en: "What the server sent cannot be read: it is broken or in an unknown encoding.",
    zh: "无法读取服务器发送的内容：已损坏或编码未知。",
  },
  redirect_loop: {
    en: "It redirects in a circle, or too many times. Use the address of the page itself.",
    zh: "它循环跳转或跳转次数过多。请使用页面本身的地址。",
  },
  off_site: {
    en: "It redirects to a place outside the site.",
    zh: "它会跳转到网站之外。",
  },
  robots: {
    en: "The site's robots.txt asks not to read this page. Allow XinBot there, then crawl again.",
    zh: "网站的 robots.txt 不允许读取此页面。请在其中允许 XinBot，然后重新抓取。",
  },
  noindex: {
    en: "The page asks not to be indexed.",
    zh: "该页面要求不被收录。",
  },
  not_found: {
    en: "There is no such page (any more).",
    zh: "页面不存在（或已被删除）。",
  },
  not_allowed: {
    en: "The server does not let everybody read this page. Use a page that needs no sign-in.",
    zh: "服务器不允许公开访问此页面。请使用无需登录的页面。",
  },
  busy: {
    en: "The server asks for fewer requests and stayed busy. Crawl again later.",
    zh: "服务器要求减少请求并持续繁忙。请稍后重新抓取。",
  },
  server_error: {
    en: "The server has an error of its own. Crawl again later.",
    zh: "服务器自身出错。请稍后重新抓取。",
  },
  no_sitemap: {
    en: "There is no sitemap with pages of this site. Follow its links instead.",
    zh: "没有列出该网站页面的站点地图。请改为沿链接抓取。",
  },
  no_pages: {
    en: "No page with text was found. Check the address and the path pages must begin with.",
    zh: "没有找到含文字的页面。请检查地址和页面路径前缀。",
  },
  same_content: {
    en: "Another source says the same, word for word, and answers.",
    zh: "另一个来源内容完全相同，并已用于回答。",
  },
  page_limit: {
    en: "The limit of pages was reached; what was found after it is left out.",
    zh: "已达到页面数量上限，之后发现的页面未收录。",
  },
  endless_pages: {
    en: "The site makes pages without end, such as a calendar; most of those are left out.",
    zh: "网站会无限生成页面（如日历），其中大部分未收录。",
  },
  site_refused: {
    en: "The server failed too many times in a row, so the crawl ended early. Crawl again later.",
    zh: "服务器连续出错次数过多，抓取提前结束。请稍后重新抓取。",
  },
  crawl_too_long: {
    en: "The crawl took longer than a day and ended. Narrow it with a path, or allow fewer pages.",
    zh: "抓取超过一天已结束。请限定路径或减少页面数量。",
  },
} as const satisfies Record<string, { readonly en: string; readonly zh: string }>;
