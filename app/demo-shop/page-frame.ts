import { readFileSync } from "node:fs";
import { html, trusted, type Markup } from "./html.ts";

/** What every public page is drawn from. */
export type PageOptions = {
  readonly locale: "en" | "zh";
  /** The visitor's choice; without it the page follows the system. */
  readonly theme?: "light" | "dark";
  /** Origin of this server, such as `http://127.0.0.1:3000`: the widget comes from there. */
  readonly origin: string;
  /** Nonce of the response's Content-Security-Policy. */
  readonly nonce: string;
};

/** What differs from page to page. */
export type PageParts = {
  readonly title: string;
  readonly description: string;
  readonly icon: string;
  readonly css: string;
  readonly script: string;
  readonly widget: { readonly key: string; readonly brand: string };
  readonly body: Markup;
};

/** A whole document: styles and scripts carry the nonce, nothing comes from elsewhere. */
export const pageFrame = (options: PageOptions, parts: PageParts): string => {
  const { locale, theme, origin, nonce } = options;
  const { title, description, icon, css, script, widget, body } = parts;
  const chosen = theme === undefined ? html`` : html` data-theme="${theme}"`;
  return html`<!doctype html>
    <html lang="${locale}" ${chosen}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>${title}</title>
        <meta name="description" content="${description}" />
        <link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}" />
        <style nonce="${nonce}">
          ${trusted(frameCss)}${trusted(css)}
        </style>
        <script nonce="${nonce}">
          ${trusted(queueScript)};
        </script>
      </head>
      <body>
        ${body}
        <script nonce="${nonce}">
          ${trusted(frameScript)}${trusted(script)};
        </script>
        <script
          async
          src="${origin}/w/loader.js"
          nonce="${nonce}"
          data-xin="${widget.key}"
          data-brand="${widget.brand}"
        ></script>
      </body>
    </html> `.toString();
};

/** Reads a text file of this folder. */
export const readAsset = (name: string): string =>
  readFileSync(new URL(name, import.meta.url), "utf8");

const frameCss = readAsset("./page-frame.css");
const frameScript = readAsset("./page-frame.client.js");
/** Commands to the widget wait here until it is loaded. */
const queueScript = "window.xin=window.xin||function(){(xin.q=xin.q||[]).push(arguments)};";
