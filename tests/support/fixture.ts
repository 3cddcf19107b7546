import type { AnyEndpoint, BodyOf, ParamsOf, QueryInputOf, Role } from "@yilu/contract";
import type { Side, World } from "./world.ts";

export interface Input<E extends AnyEndpoint> {
  params?: ParamsOf<E>;
  query?: QueryInputOf<E>;
  body?: BodyOf<E>;
}

/** How to call an endpoint well, and what it has to do with units. */
export interface Fixture<E extends AnyEndpoint> {
  /** Good input about a thing at `side`, made for this call. */
  input(world: World, side: Side): Input<E> | Promise<Input<E>>;
  /**
   * What somebody of another unit meets: `notFound` for a thing of its own address, `refersToMissing` for one named in
   * the body, `filtered` for lists and figures that leave it out, `own` where only oneself is concerned.
   */
  outside: "notFound" | "refersToMissing" | "filtered" | "own";
  /** Whether somebody of `here` whom `access` lets through is still refused a thing within reach, by role and place. */
  forbidden?(role: Role, side: Side): boolean;
  /** Good input about one's own things that names something of another unit. */
  smuggled?(world: World): Input<E>[] | Promise<Input<E>[]>;
  /** What comes back has no names in it to look for, or not as plain text. */
  nameless?: true;
  /** The call changes or ends the caller's own session: each call wants a caller of its own. */
  endsSession?: true;
}

/** One fixture for each call of a feature. */
export type FixturesOf<F> = { [N in keyof F]: F[N] extends AnyEndpoint ? Fixture<F[N]> : never };
