import type { Response } from "express";
import { Refusal } from "./refusal.ts";

/**
 * How many players fetch media at once, in all and from one address: a depot of buses that come back together must not
 * drown the line. Who is turned away is told when to ask again, each at another moment.
 */
export class Downloads {
  private readonly byAddress = new Map<string, number>();
  private total = 0;

  /** @param retryAfterSeconds drawn anew for each that is turned away */
  constructor(
    private readonly most: number,
    private readonly mostOfAddress: number,
    private readonly retryAfterSeconds: () => number,
  ) {}

  get running(): number {
    return this.total;
  }

  /** Takes a place until the response has ended or was cut. @throws Refusal overloaded */
  admit(address: string, response: Pick<Response, "closed" | "once">): void {
    const own = this.byAddress.get(address) ?? 0;
    if (this.total >= this.most || own >= this.mostOfAddress) throw new Refusal("overloaded", { retryAfterSeconds: this.retryAfterSeconds() });
    if (response.closed) return; // cut before it began: its end was told already
    this.total += 1;
    this.byAddress.set(address, own + 1);
    response.once("close", () => this.leave(address));
  }

  private leave(address: string): void {
    this.total -= 1;
    const left = (this.byAddress.get(address) ?? 1) - 1;
    if (left === 0) this.byAddress.delete(address);
    else this.byAddress.set(address, left);
  }
}
