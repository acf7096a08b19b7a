export const parityTolerance = 1e-4;
/** That many pictures are compared, or all where there are fewer. */
export const parityPictures = 16;

/**
 * The gate before a model may leave: what the finished file says about pictures must be what was trained. Returns the
 * largest difference of a probability; throws when it is too large.
 */
export function checkParity(
  trained: readonly ArrayLike<number>[],
  exported: readonly ArrayLike<number>[],
): number {
  if (trained.length === 0 || trained.length !== exported.length) {
    throw new Error(`Parity needs the same pictures; got ${trained.length} and ${exported.length}.`);
  }
  let worst = 0;
  for (const [row, values] of trained.entries()) {
    const other = exported[row] ?? [];
    if (other.length !== values.length)
      throw new Error('Parity: the exported model has another number of classes.');
    for (let at = 0; at < values.length; at++) {
      worst = Math.max(worst, Math.abs((values[at] ?? NaN) - (other[at] ?? NaN)));
    }
  }
  if (worst <= parityTolerance) return worst;
  throw new Error(
    `Parity: the exported model differs by ${worst} from what was trained; allowed is ${parityTolerance}.`,
  );
}
