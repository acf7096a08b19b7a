import { seededRandom, shuffled } from '@tutti/kernel';

/** One digit and its class. */
export interface Digit {
  readonly pixels: Uint8Array;
  readonly label: number;
}

export interface DigitSplit {
  readonly train: readonly Digit[];
  readonly test: readonly Digit[];
  /** What the starter device reads: in neither of the others. */
  readonly pictures: readonly Digit[];
}

export interface SplitSizes {
  readonly train: number;
  readonly test: number;
  readonly pictures: number;
}

/** Draws equally many digits of every class for each part; no digit stands in two parts. */
export function splitDigits(
  byClass: readonly (readonly Uint8Array[])[],
  perClass: SplitSizes,
  seed: number,
): DigitSplit {
  const random = seededRandom(seed);
  const parts: Record<keyof DigitSplit, Digit[]> = { train: [], test: [], pictures: [] };
  for (const [label, digits] of byClass.entries()) {
    const order = shuffled(digits, random);
    const needed = perClass.train + perClass.test + perClass.pictures;
    if (order.length < needed)
      throw new Error(`Class ${label} has ${order.length} digits; ${needed} are needed.`);
    for (const part of ['train', 'test', 'pictures'] as const) {
      parts[part].push(...order.splice(0, perClass[part]).map((pixels) => ({ pixels, label })));
    }
  }
  return {
    train: shuffled(parts.train, random),
    test: parts.test,
    pictures: shuffled(parts.pictures, random),
  };
}
