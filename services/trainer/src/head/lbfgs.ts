import type { Objective } from './softmax-loss';

export interface LbfgsOptions {
  readonly maxIterations: number;
  /** Called after every accepted step, with the objective there; true ends the search. */
  readonly stop?: (parameters: Float64Array, iteration: number, loss: number) => boolean | Promise<boolean>;
}

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly rho: number;
}

const memory = 8;
const sufficientDecrease = 1e-4;
const smallestStep = 1e-10;
const flatGradient = 1e-6;

/**
 * Minimises by limited-memory BFGS with Armijo backtracking (Nocedal & Wright, Numerical Optimization, algorithms 7.4
 * and 3.1). Deterministic. Returns the last accepted point.
 */
export async function minimise(
  objective: Objective,
  start: Float64Array,
  options: LbfgsOptions,
): Promise<Float64Array> {
  let point = start.slice();
  let { loss, gradient } = await objective(point);
  const pairs: Pair[] = [];
  for (let iteration = 1; iteration <= options.maxIterations; iteration++) {
    if (norm(gradient) < flatGradient) break;
    const direction = descent(gradient, pairs);
    const firstStep = pairs.length === 0 ? 1 / Math.max(1, norm(gradient)) : 1;
    const next = await backtrack(objective, { point, gradient, loss, direction, firstStep });
    if (next === undefined) break;
    remember(pairs, difference(next.point, point), difference(next.gradient, gradient));
    ({ point, gradient, loss } = next);
    if ((await options.stop?.(point, iteration, loss)) === true) break;
  }
  return point;
}

/** The two-loop recursion: minus the approximate inverse Hessian times the gradient. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const alphas: number[] = [];
  for (const { step, change, rho } of pairs.toReversed()) {
    const alpha = rho * dot(step, direction);
    alphas.push(alpha);
    addScaled(direction, change, -alpha);
  }
  const newest = pairs.at(-1);
  if (newest !== undefined) scale(direction, 1 / (newest.rho * dot(newest.change, newest.change)));
  for (const { step, change, rho } of pairs) {
    addScaled(direction, step, (alphas.pop() ?? 0) - rho * dot(change, direction));
  }
  return direction;
}

interface Search {
  readonly point: Float64Array;
  readonly gradient: Float64Array;
  readonly loss: number;
  readonly direction: Float64Array;
  readonly firstStep: number;
}

/** Halves the step until the loss falls enough; undefined when it never does. */
async function backtrack(objective: Objective, { point, gradient, loss, direction, firstStep }: Search) {
  const slope = dot(gradient, direction);
  if (slope >= 0) return undefined;
  for (let step = firstStep; step > smallestStep; step /= 2) {
    const candidate = point.slice();
    addScaled(candidate, direction, step);
    const there = await objective(candidate);
    if (there.loss <= loss + sufficientDecrease * step * slope) return { point: candidate, ...there };
  }
  return undefined;
}

/** Keeps the newest pairs, and only those with positive curvature. */
function remember(pairs: Pair[], step: Float64Array, change: Float64Array): void {
  const curvature = dot(step, change);
  if (curvature <= 1e-10 * dot(change, change)) return;
  pairs.push({ step, change, rho: 1 / curvature });
  if (pairs.length > memory) pairs.shift();
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

const norm = (values: Float64Array): number => Math.sqrt(dot(values, values));

const difference = (a: Float64Array, b: Float64Array): Float64Array =>
  a.map((value, at) => value - (b[at] ?? 0));

function addScaled(into: Float64Array, values: Float64Array, factor: number): void {
  for (let at = 0; at < into.length; at++) into[at] = (into[at] ?? 0) + factor * (values[at] ?? 0);
}

function scale(values: Float64Array, factor: number): void {
  for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) * factor;
}
