import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import type { Tx } from "#db/client.ts";
import { readSite, readSitePages, readSites, type Site } from "#db/reads/sites.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { noSite } from "#engine/knowledge/web/change-site.ts";
import type { Services } from "#engine/runtime/services.ts";
import { actAsCaller } from "./act-as-caller.ts";
import { api } from "./api.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Pages of one answer. */
const pageLimit = 500;

/** Answers the group of web sites. */
export const sitesHandlers = (services: Services) => {
  const { knowledge } = services;

  /** The same address added again answers the site it has become: no idempotency key is needed. */
  const act = <T>(run: (envelope: Envelope) => Promise<T>) => actAsCaller(services, run);

  return HttpApiBuilder.group(api, "sites", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        list: () =>
          readAsCaller(services, "knowledge.read", async (tx) => ({ sites: await readSites(tx) })),
        get: ({ params }) =>
          readAsCaller(services, "knowledge.read", (tx) => requireSite(tx, params.siteId)),
        pages: ({ params, query }) =>
          readAsCaller(services, "knowledge.read", async (tx) => {
            const { id } = await requireSite(tx, params.siteId);
            return { pages: await readSitePages(tx, id, { ...query, limit: pageLimit }) };
          }),
        addSite: ({ payload }) =>
          act(async (envelope) => {
            const { siteId } = await knowledge.addSite(envelope, payload);
            return { siteId };
          }),
        addUrl: ({ payload }) =>
          act(async (envelope) => {
            const { siteId } = await knowledge.addUrl(envelope, payload);
            return { siteId };
          }),
        change: ({ params, payload }) =>
          act((envelope) => knowledge.changeSite(envelope, { ...payload, ...params })),
        crawl: ({ params }) => act((envelope) => knowledge.recrawlSite(envelope, params)),
        cancel: ({ params }) => act((envelope) => knowledge.cancelSite(envelope, params)),
        remove: ({ params }) => act((envelope) => knowledge.deleteSite(envelope, params)),
      }),
    ),
  );
};

const requireSite = async (tx: Tx, siteId: string): Promise<Site> => {
  const site = await readSite(tx, siteId);
  if (site === null) throw noSite();
  return site;
};
