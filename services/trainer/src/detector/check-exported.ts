import { decodeModel } from '@tutti/vision';
import { checkParity, parityPictures } from '../training/parity';
import { CellSession } from './cell-session';
import { referenceScores } from './reference-head';
import type { TrainedVariant, VariantPlan } from './variant';

export interface Parity {
  readonly pictures: number;
  /** Largest difference of a score. */
  readonly maxDifference: number;
}

/** Compares the finished file with what was trained, on pictures that it was chosen by and learned from. Throws when they differ. */
export async function checkExported(
  file: Uint8Array,
  trained: TrainedVariant,
  plan: VariantPlan,
): Promise<Parity> {
  const pictures = [...plan.choose, ...plan.learn].slice(0, parityPictures);
  const exported = await CellSession.open(decodeModel(file), plan.threads);
  const backbone = await CellSession.open(trained.backbone, plan.threads);
  try {
    const [expected, found]: Float32Array[][] = [[], []];
    for (const { item } of pictures) {
      const pixels = await plan.pictures.pixels(item);
      expected?.push(referenceScores(trained, (await backbone.picture(pixels))('cells')));
      found?.push((await exported.picture(pixels))('scores'));
    }
    return { pictures: pictures.length, maxDifference: checkParity(expected ?? [], found ?? []) };
  } finally {
    await exported.release();
    await backbone.release();
  }
}
