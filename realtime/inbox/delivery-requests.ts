import type { Done } from "#contract/conversation-requests.ts";
import type { DeliveryCheck, DeliveryCheckAck } from "#contract/delivery-check.ts";
import type { DeliveryReadAck } from "#contract/delivery-read.ts";
import type { DeliveryReport } from "#contract/delivery-report.ts";
import { assertMay } from "#engine/tenancy/permissions.ts";
import { checkDelivery } from "../delivery/check-delivery.ts";
import { overloaded } from "./admit.ts";
import type { Gateway } from "./gateway-context.ts";
import type { OperatorContext } from "./operator-act.ts";

/**
 * Takes in what a client has noticed. Reports that come too often are refused; a figure above what a
 * minute can bring is cut, so that a client that lies spoils its own workspace's page, and little of it.
 */
export const takeReport = (
  { counts, reports }: Pick<Gateway, "counts" | "reports">,
  socket: { readonly id: string; readonly data: { readonly tenantId: string } },
  report: DeliveryReport,
): Done => {
  const waitMs = reports.take(socket.id, Date.now());
  if (waitMs > 0) throw overloaded("Too many reports.", waitMs);
  for (const figure of ["received", "gaps", "duplicates", "resyncs"] as const) {
    counts.add(socket.data.tenantId, figure, Math.min(report[figure], mostReported));
  }
  return {};
};

/** Answers `delivery.read`. */
export const readDelivery = async ({
  gateway,
  socket,
}: OperatorContext): Promise<DeliveryReadAck> => {
  assertMay(socket.data.principal.role, "delivery.read");
  return gateway.deliveryReader.read(socket.data.tenantId);
};

/** Answers `delivery.check`: which nodes are asked. What they answer follows, one check at a time. */
export const startCheck = async (
  { gateway, socket }: OperatorContext,
  { checkId }: DeliveryCheck,
): Promise<DeliveryCheckAck> => {
  const { principal, tenantId } = socket.data;
  assertMay(principal.role, "delivery.read");
  assertMay(principal.role, "conversations.write");
  if (gateway.checking.has(socket.id)) throw overloaded("A self-check is under way.", 1_000);
  gateway.checking.add(socket.id);
  const { cluster, deps } = gateway;
  const { ended, ...ack } = checkDelivery(
    { bus: deps.bus, cluster },
    { tenantId, checkId },
    {
      probe: (probe, withinMs) =>
        new Promise((resolve) => {
          socket.timeout(withinMs).emit("delivery.probe", probe, (late) => resolve(late === null));
        }),
      report: (result) => void socket.emit("delivery.checked", result),
    },
  );
  void ended.finally(() => gateway.checking.delete(socket.id));
  return ack;
};

/** More than one client can notice between two reports. */
const mostReported = 10_000;

/** Reports of one socket: one a minute is usual, a second one follows a reload. */
export const reportRate = { burst: 2, perSecond: 1 / 20 } as const;
