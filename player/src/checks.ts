/**
 * Checks of what comes over the wire, small enough for a bus. Nobody writes them by hand: the build makes them of the
 * contract's schemas (build/checks.ts), and tests/player/checks.test.ts holds them to what zod says.
 *
 * A check gives back the value with what its shape does not name left out, and throws when it does not have that shape.
 */
type Check = (value: unknown) => unknown;

function must(holds: boolean): asserts holds {
  if (!holds) throw new TypeError("another shape");
}

/** A string; rules say whether it holds, or what it becomes. */
export const text =
  (...rules: ((value: string) => boolean | string)[]): Check =>
  (value) => {
    must(typeof value === "string");
    return rules.reduce((now, rule) => {
      const then = rule(now);
      must(then !== false);
      return then === true ? now : then;
    }, value);
  };

/** A finite number that every rule holds for. */
export const number =
  (...rules: ((value: number) => boolean)[]): Check =>
  (value) => {
    must(Number.isFinite(value) && rules.every((rule) => rule(value as number))); // isFinite is true of numbers alone
    return value;
  };

export const flag: Check = (value) => {
  must(typeof value === "boolean");
  return value;
};

export const oneOf =
  (...values: unknown[]): Check =>
  (value) => {
    must(values.includes(value));
    return value;
  };

export const nullable =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value);

export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);

export const list =
  (check: Check, least = 0, most = Infinity): Check =>
  (value) => {
    must(Array.isArray(value) && value.length >= least && value.length <= most);
    return value.map((item) => check(item));
  };

export const tuple =
  (...checks: Check[]): Check =>
  (value) => {
    must(Array.isArray(value) && value.length === checks.length);
    return checks.map((check, index) => check(value[index]));
  };

/** @param isStrict refuses what the shape does not name. */
export const object =
  (shape: Record<string, Check>, isStrict = false): Check =>
  (value) => {
    must(typeof value === "object" && value !== null && !Array.isArray(value));
    if (isStrict) must(Object.keys(value).every((key) => key in shape));
    const seen: Record<string, unknown> = {};
    for (const [key, check] of Object.entries(shape)) {
      const part = check((value as Record<string, unknown>)[key]); // an object, by the first line
      if (key in value) seen[key] = part;
    }
    return seen;
  };

/** The first that fits. */
export const either =
  (...checks: Check[]): Check =>
  (value) => {
    for (const check of checks) {
      try {
        return check(value);
      } catch {
        // not this one
      }
    }
    return must(false);
  };

/** As zod's: the data, or undefined. */
export const whole = (check: Check) => ({
  safeParse(value: unknown): { data?: unknown } {
    try {
      return { data: check(value) };
    } catch {
      return {};
    }
  },
});
