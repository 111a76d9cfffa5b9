import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  isRouteErrorResponse,
} from "react-router";
import { sessionTokenOf } from "#engine/tenancy/session-cookie.ts";
import { sessionByToken } from "#engine/tenancy/sessions.ts";
import type { Route } from "./+types/root.ts";
import { principalContext, requestContext, servicesContext } from "./context.ts";
import { contentSecurityPolicy } from "./server/guard.ts";
import { ErrorPage } from "./ui/error-page.tsx";
import { useNonce } from "./ui/nonce.ts";
import { themeScript } from "./ui/theme.ts";
import { useReturn } from "./ui/use-return.ts";
import "./ui/styles/app.css";

export const middleware: Route.MiddlewareFunction[] = [
  // The outermost, so that a page that tells of an error has them as well.
  async ({ context }, next) => {
    const response = await next();
    if (response.headers.get("content-type")?.startsWith("text/html") === true) {
      const policy = contentSecurityPolicy(context.get(requestContext).nonce, import.meta.env.DEV);
      response.headers.set("content-security-policy", policy);
      response.headers.set("cache-control", "no-store");
    }
    response.headers.append("vary", "accept-language, cookie");
    return response;
  },
  async ({ request, context }, next) => {
    const { db, config } = context.get(servicesContext);
    const token = sessionTokenOf(request.headers.get("cookie"), config.publicUrl);
    context.set(principalContext, token === null ? null : await sessionByToken(db, token));
    return next();
  },
];

const icon =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#191b17"/><g transform="translate(4 4)" fill="none" stroke="#fff" stroke-width="2.3" stroke-linecap="round"><path d="M8.6 3.8 4.4 10.8M7 9v11.2M12 10.4h8M12 15.2h8M12 20h8"/><circle cx="16" cy="5.2" r="2.2" fill="#fff" stroke="none"/></g></svg>',
  );

export function Layout({ children }: { children: ReactNode }) {
  const { i18n } = useLingui();
  const nonce = useNonce();
  return (
    <html lang={i18n.locale} data-theme="light" suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta property="csp-nonce" nonce={nonce} suppressHydrationWarning />
        <link rel="icon" href={icon} />
        <script
          nonce={nonce}
          suppressHydrationWarning
          dangerouslySetInnerHTML={{ __html: themeScript }}
        />
        <Meta />
        <Links nonce={nonce} />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  if (isRouteErrorResponse(error) && error.status === 404) {
    return (
      <ErrorPage
        title={<Trans>This page does not exist</Trans>}
        detail={<Trans>It may have moved, or it belongs to another workspace.</Trans>}
      />
    );
  }
  return <BrokenPage />;
}

function BrokenPage() {
  useReturn();
  return (
    <ErrorPage
      title={<Trans>Something went wrong on our side</Trans>}
      detail={<Trans>Nothing you sent was lost. This page comes back by itself when it can.</Trans>}
    />
  );
}
