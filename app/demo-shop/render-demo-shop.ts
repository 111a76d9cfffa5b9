import { iconPaths, lineIcon, shopMark, skerryPicture, symbols, tiles } from "./artwork.ts";
import { html } from "./html.ts";
import { pageFrame, readAsset, type PageOptions } from "./page-frame.ts";
import { shopTexts } from "./shop-texts.ts";

/** In the order of the cascade: the last one holds what narrow screens change. */
const stylesheets = ["./shop-artwork.css", "./shop-sections.css", "./demo-shop.css"];

/** Colour of the make-believe brand, as its channel has it. */
const brand = "#2f4a3a";

/**
 * The make-believe outdoor shop at `/demo`: a product page with the widget of the demo workspace, and
 * the way to the inbox beside it.
 */
export const renderDemoShop = (options: PageOptions): string => {
  const t = shopTexts[options.locale];
  return pageFrame(options, {
    title: t.title,
    description: t.description,
    icon,
    css: stylesheets.map(readAsset).join(""),
    script: readAsset("./demo-shop.client.js"),
    widget: { key: "demo_tarnmoor", brand },
    body: html`${symbols()}
      <a class="skip" href="#product">${t.skip}</a>
      ${demoBar(options, t)}
      <header class="top">
        <p class="promo">${t.promo}</p>
        <div class="head">
          <a class="brand" href="/demo">${shopMark(26)}Tarnmoor</a>
          <nav aria-label="${t.shopNav}">
            ${t.nav.map(([href, name], index) => html`<a href="${href}" ${index === 0 ? html` aria-current="page"` : html``}>${name}</a>`)}
          </nav>
          <span class="bag end"
            >${lineIcon(iconPaths.bag, 22)}<span class="vh" data-bag-name>${t.bag(1)}</span
            ><span class="count" aria-hidden="true" data-bag-count>1</span></span
          >
        </div>
      </header>
      <main id="product" tabindex="-1" data-colour="moss">
        <nav class="crumbs" aria-label="${t.breadcrumb}">
          <ol>
            ${t.crumbs.map((crumb, index) => html`<li${index === t.crumbs.length - 1 ? html` aria-current="page"` : html``}>${crumb}</li>`)}
          </ol>
        </nav>
        <div class="product">${gallery(t)} ${purchase(t)}</div>
        <section id="goes-with" aria-labelledby="goes-with-title">
          <h2 id="goes-with-title">${t.goesWith}</h2>
          <ul class="tiles">
            ${t.tiles.map(
              ([picture, name, price]) =>
                html`<li class="tile">
                  <span class="art">${tiles[picture]}</span
                  ><span><b>${name}</b><span class="soft">${price}</span></span>
                </li>`,
            )}
          </ul>
        </section>
        <ul class="promises">
          ${t.promises.map(
            ([id, icon, title, text]) =>
              html`<li id="${id}">
                ${lineIcon(iconPaths[icon], 22)}
                <h2>${title}</h2>
                <p>${text}</p>
              </li>`,
          )}
        </ul>
        <section class="ask" aria-labelledby="ask-title">
          <div>
            <h2 id="ask-title">${t.ask}</h2>
            <p>${t.askLead}</p>
          </div>
          <ul>
            ${t.questions.map((question) => html`<li><button type="button" data-ask="${question}">${question}</button></li>`)}
          </ul>
        </section>
      </main>
      <footer>${t.footer}</footer>`,
  });
};

type Texts = (typeof shopTexts)["en" | "zh"];

/** The thin bar that says what this is and leads to the other side of the conversation. */
const demoBar = ({ locale }: PageOptions, t: Texts) =>
  html`<aside class="demo-bar" aria-label="Xin">
    <p>
      ${t.makeBelieve}
      <a href="/?workspace=tarnmoor" target="_blank" rel="noopener"
        >${t.openInbox}${lineIcon(iconPaths.out, 14)}<span class="vh">, ${t.newTab}</span></a
      >
    </p>
    <div class="row end">
      <a
        href="/demo?lang=${locale === "en" ? "zh" : "en"}"
        lang="${locale === "en" ? "zh" : "en"}"
        hreflang="${locale === "en" ? "zh" : "en"}"
        >${t.otherLanguage}</a
      >
      <button type="button" data-theme-switch aria-label="${t.theme}" title="${t.theme}">
        ${lineIcon(iconPaths.theme, 16)}
      </button>
    </div>
  </aside>`;

/** Parts of the picture, as view boxes. */
const boxes = ["0 0 560 510", "150 180 224 204", "190 300 180 164", "330 70 230 210"];

const gallery = (t: Texts) =>
  html`<div class="gallery">
    <div class="picture" data-picture>${skerryPicture(t.picture)}</div>
    <ul class="thumbs" aria-label="${t.gallery}">
      ${t.views.map((view, index) => html`<li><button type="button" aria-pressed="${index === 0 ? "true" : "false"}" data-box="${boxes[index] ?? ""}">${skerryPicture(view, boxes[index])}</button></li>`)}
    </ul>
  </div>`;

const purchase = (t: Texts) =>
  html`<div class="buy">
    <p class="soft small">${t.kind}</p>
    <h1>${t.name}</h1>
    <p class="rating">
      <span class="stars" aria-hidden="true">★★★★★</span
      ><span class="soft small" aria-hidden="true">${t.rating}</span
      ><span class="vh">${t.ratingName}</span>
    </p>
    <p class="price">${t.price}</p>
    <p class="lead">${t.lead}</p>
    <fieldset>
      <legend>${t.colour}<span data-colour-name>${t.colours[0][1]}</span></legend>
      <div class="row swatches">
        ${t.colours.map(([colour, name], index) => html`<label class="swatch ${colour}"><input type="radio" name="colour" value="${colour}" data-name="${name}" ${index === 0 ? html` checked` : html``} /><span class="vh">${name}</span></label>`)}
      </div>
    </fieldset>
    <button
      type="button"
      class="add"
      data-add
      data-bag-names="${JSON.stringify([1, 2, 3, 4, 5, 6, 7, 8, 9].map(t.bag))}"
    >
      ${t.add}
    </button>
    <p class="vh" role="status" data-added="${t.added}"></p>
    <dl>
      ${t.facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </div>`;

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="${brand}"/><path d="m4.5 18 7.5-13 7.5 13zM9 18l3-5.500 3 5.5" fill="none" stroke="#fff" stroke-width="1.6" stroke-linejoin="round"/></svg>`;
