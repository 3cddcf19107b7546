/** How often a connected player speaks. What that costs in a month is reckoned in tests/player/idle-data.test.ts. */
const MINUTE_MS = 60 * 1000;

/** Status when nothing changed. */
export const STATUS_EVERY_MS = 5 * MINUTE_MS;
/** What changed by plan, as the item on the screen does, is told at most this often. */
export const STATUS_LEAST_MS = MINUTE_MS;
/** When this player was on is told with the first status of a connection, and then so often. */
export const POWER_EVERY_MS = 60 * MINUTE_MS;
/** The clock is read again: the crystal drifts (50 ppm are 90 ms in half an hour). */
export const ANCHOR_EVERY_MS = 30 * MINUTE_MS;
/** Questions at each reading of the clock, of which the quickest answer is believed. */
export const PROBES = 4;
/** While the server hints at a newer manifest by itself, asking is only for the hint that got lost. */
export const HINTED_POLL_MS = 6 * 60 * MINUTE_MS;
/** Whether there is a newer player; each navigation asks too. */
export const SHELL_CHECK_MS = 6 * 60 * MINUTE_MS;
/** Plays gather for so long, where the profile does not say. */
export const SEND_PLAYS_EVERY_MS = 1_000;
