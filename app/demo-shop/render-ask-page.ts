import { iconPaths, lineIcon } from "./artwork.ts";
import { askTexts } from "./ask-texts.ts";
import { html, trusted } from "./html.ts";
import { pageFrame, readAsset, type PageOptions } from "./page-frame.ts";

/** Xin's accent, as its own channel has it. */
const brand = "#00627c";

/** The public page at `/ask`: questions about Xin, answered by Xin from its user guide. */
export const renderAskPage = (options: PageOptions): string => {
  const { locale } = options;
  const t = askTexts[locale];
  const other = locale === "en" ? "zh" : "en";
  return pageFrame(options, {
    title: t.title,
    description: t.description,
    icon: mark(brand, "#fff"),
    css: readAsset("./ask-page.css"),
    script: "",
    widget: { key: "demo_xin_help", brand },
    body: html`<a class="skip" href="#questions">${t.skip}</a>
      <header class="top">
        <a class="brand" href="/ask">${trusted(mark("currentColor", "var(--page)"))}Xin</a>
        <nav class="end" aria-label="${t.siteNav}">
          <a href="/demo">${t.shop}</a><a href="/">${t.inbox}</a>
        </nav>
        <div class="row">
          <a href="/ask?lang=${other}" lang="${other}" hreflang="${other}">${t.otherLanguage}</a>
          <button type="button" data-theme-switch aria-label="${t.theme}" title="${t.theme}">
            ${lineIcon(iconPaths.theme, 18)}
          </button>
        </div>
      </header>
      <main>
        <div class="intro">
          <h1>${t.title}</h1>
          <p>${t.lead}</p>
          <button type="button" class="start" data-open-chat>
            ${lineIcon(iconPaths.chat, 18)}${t.start}
          </button>
        </div>
        <section id="questions" aria-labelledby="questions-title">
          <h2 id="questions-title">${t.questionsTitle}</h2>
          <div class="groups">
            ${t.groups.map(
              ([name, questions]) =>
                html`<div>
                  <h3>${name}</h3>
                  <ul>
                    ${questions.map((question) => html`<li><button type="button" data-ask="${question}">${question}</button></li>`)}
                  </ul>
                </div>`,
            )}
          </div>
        </section>
        <section aria-labelledby="how-title">
          <h2 id="how-title">${t.howTitle}</h2>
          <ul class="how">
            ${t.how.map(
              ([icon, title, text]) =>
                html`<li>
                  ${lineIcon(iconPaths[icon], 22)}
                  <h3>${title}</h3>
                  <p>${text}</p>
                </li>`,
            )}
          </ul>
        </section>
      </main>
      <footer>${t.footer}</footer>`,
  });
};

/** Xin's mark on its tile: a person beside words. */
const mark = (tile: string, line: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="${tile}"/><g transform="translate(4 4)" fill="none" stroke="${line}" stroke-width="2.3" stroke-linecap="round"><path d="M8.6 3.8 4.4 10.8M7 9v11.2M12 10.4h8M12 15.2h8M12 20h8"/><circle cx="16" cy="5.2" r="2.2" fill="${line}" stroke="none"/></g></svg>`;
