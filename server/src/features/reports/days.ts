import type { InService } from "./completeness.repository.ts";

const dayMs = 86_400_000;

/**
 * On how many local days a screen was in service: a bus is not off the road before it was there.
 * @param service stretches of time; a day that two of them touch counts once
 * @param firstOn first date on which it was on, which may be before anybody entered it here
 */
export function daysWithin(service: readonly InService[], firstOn: string | null, dateOf: (at: number) => string): number {
  const numberOf = (date: string) => Date.parse(date) / dayMs;
  const stretches = service.filter(({ from, to }) => from < to).map(({ from, to }) => ({ from: numberOf(dateOf(from)), to: numberOf(dateOf(to - 1)) }));
  const earliest = stretches.reduce((least, one) => Math.min(least, one.from), Infinity);
  if (firstOn !== null && numberOf(firstOn) < earliest) stretches.push({ from: numberOf(firstOn), to: Math.max(numberOf(firstOn), earliest === Infinity ? 0 : earliest - 1) });
  let [days, next] = [0, -Infinity];
  for (const { from, to } of stretches.sort((one, other) => one.from - other.from)) {
    days += Math.max(0, to - Math.max(from, next) + 1);
    next = Math.max(next, to + 1);
  }
  return days;
}
