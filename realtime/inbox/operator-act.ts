import type { Schema } from "effect";
import type { ActAck } from "#contract/conversation-requests.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import type { Outcome } from "#engine/actions/outcome.ts";
import type { Gateway } from "./gateway-context.ts";
import { type RequestEntry, request } from "./serve-requests.ts";
import type { OperatorSocket } from "./sockets.ts";

/** Who asks, and through what. */
export type OperatorContext = { readonly gateway: Gateway; readonly socket: OperatorSocket };

/** What every act on a conversation names: which one, and the id that makes a retry the same act. */
type ActInput = { readonly conversationId: string; readonly clientId: string };

/** A request that is an action and nothing else: its input goes there, its place in the log comes back. */
export const act = <Input extends ActInput>(
  schema: Schema.ConstraintDecoder<unknown> & { readonly Type: Input },
  run: (deps: ActionDeps, envelope: Envelope, input: Omit<Input, "clientId">) => Promise<Outcome>,
): RequestEntry<OperatorContext, ActAck> =>
  request(schema, async ({ gateway, socket }: OperatorContext, { clientId, ...input }) => {
    const { seq } = await run(gateway.deps, envelopeOf(socket, clientId), input);
    return { seq };
  });

/** The envelope of a member's own act. */
export const envelopeOf = (
  socket: OperatorSocket,
  clientId: string,
  traceparent?: string,
): Envelope => {
  const { tenantId, memberId, name, role } = socket.data.principal;
  return {
    tenantId,
    actor: { kind: "member", id: memberId, name, role },
    decisionId: null,
    depth: 0,
    idempotencyKey: clientId,
    dryRun: false,
    traceparent: traceparent ?? null,
  };
};
