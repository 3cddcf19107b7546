import * as contract from "@yilu/contract";
import type { CommandRecord } from "@yilu/contract";
import type { CommandRow } from "./repository.ts";

export function presentCommand({ id, screenId, screen, kind, state, askedAt, askedBy, sentAt, answeredAt, expiresAt, reason }: CommandRow): CommandRecord {
  return {
    id,
    screenId,
    screenName: screen.name,
    kind: contract.commandKind.parse(kind),
    state: contract.commandState.parse(state),
    askedAt: Number(askedAt),
    askedBy,
    sentAt: sentAt === null ? null : Number(sentAt),
    answeredAt: answeredAt === null ? null : Number(answeredAt),
    expiresAt: Number(expiresAt),
    reason,
  };
}
