/** Epoch milliseconds. Passed to whatever decides by time, so tests set it. */
export type Clock = () => number;
export const systemClock: Clock = () => Date.now();
