import type { Clock } from '@tutti/kernel';

const hour = 3_600_000;

/** How far the wall clock may run ahead of steady time before it is taken for a jump. */
const toleranceMs = hour;
/** A jump that has lasted for so long was a correction. */
const believedAfterMs = 24 * hour;

/**
 * Time for whoever deletes by age: a wall clock that jumps ahead must not age everything at once. It follows the wall
 * clock back at once, ahead only as fast as steady time goes, until a jump has lasted for a day.
 */
export class SteadyClock implements Clock {
  /** Where both clocks agreed last. */
  #agreed: { readonly wall: number; readonly steady: number };

  constructor(
    private readonly wall: Clock,
    /** Milliseconds that only ever go on. */
    private readonly steadyMs: () => number = () => performance.now(),
  ) {
    this.#agreed = { wall: wall.now().getTime(), steady: steadyMs() };
  }

  now(): Date {
    const [wall, steady] = [this.wall.now().getTime(), this.steadyMs()];
    const passed = steady - this.#agreed.steady;
    const expected = this.#agreed.wall + passed;
    if (wall > expected + toleranceMs && passed < believedAfterMs) return new Date(expected);
    this.#agreed = { wall, steady };
    return new Date(wall);
  }
}
