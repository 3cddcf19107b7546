/**
 * What the player is told, and how it looks: the contract's own schemas. The build puts small checks made of the very same
 * schemas in their place (build/checks.ts), because zod alone is a quarter of what a player may weigh.
 */
import { clockAnswer, command, manifest, pairingAnswer, pairingOffer, playAck, playerToken, welcome } from "@yilu/contract";

const schemas = { clockAnswer, command, manifest, pairingAnswer, pairingOffer, playAck, playerToken, welcome };
type Schemas = typeof schemas;

/** All that the player asks of a schema: the data, or undefined when it does not have that shape. */
export type Wire = { [K in keyof Schemas]: { safeParse(value: unknown): { data?: ReturnType<Schemas[K]["parse"]> | undefined } } };

export const wire: Wire = schemas;
