import { RateLimiterRes, type RateLimiterAbstract } from "rate-limiter-flexible";
import { Refusal } from "./refusal.ts";

/** Takes one from what `key` may still do. @throws Refusal rateLimited with the seconds to wait */
export async function limit(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new Refusal("rateLimited", { retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) });
  }
}
