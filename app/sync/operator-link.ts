import { namespaces } from "#contract/names.ts";
import type { OperatorRequests } from "#contract/requests.ts";
import { type Link, type LinkEvents, openLink } from "./core/link.ts";

/** The console's link to the gateway. */
export type OperatorLink = Link<OperatorRequests>;

/** Opens the link for the workspace this page shows. */
export const openOperatorLink = (tenantId: string, events: LinkEvents): OperatorLink =>
  openLink(location.origin + namespaces.operator, { tenantId }, events);
