import { byDigest } from '../data/by-digest';
import type { Random } from '@tutti/kernel';
import { variantsOf } from './augment';
import { cellStride } from './cell-backbone';
import { sampleCells, sampleSizes } from './cell-sampling';
import type { CellSession } from './cell-session';
import { CellStore } from './cell-store';
import type { TargetBox } from './cell-targets';
import type { DetectionPicture } from './detection-data';
import type { FittedPictures } from './fitted-pictures';

/** All cells of a picture, as the backbone answers them. */
export interface KnownPicture {
  readonly planes: Float32Array;
  readonly boxes: readonly TargetBox[];
}

export interface CellSet {
  readonly learn: CellStore;
  readonly choose: CellStore;
  /** Pictures to choose by, whole: what is learned is judged by them after every epoch. */
  readonly whole: readonly KnownPicture[];
}

export interface CellSource {
  readonly session: CellSession;
  readonly pictures: FittedPictures;
  readonly learn: readonly DetectionPicture[];
  readonly choose: readonly DetectionPicture[];
  readonly classes: number;
  readonly augmentation: 'none' | 'light';
  readonly random: Random;
  /** Called after every picture. */
  readonly onPicture: (done: number, all: number) => void;
}

/** 786 KB each at 256 pixels. */
const mostWhole = 64;

/** Looks at every picture once and keeps the cells that are learned from. */
export async function gatherCells(source: CellSource): Promise<CellSet> {
  const { session, pictures, classes, random, augmentation } = source;
  const grid = pictures.side / cellStride;
  const all = source.learn.length + source.choose.length;
  const [learn, choose] = [new CellStore(), new CellStore()];
  const whole: KnownPicture[] = [];
  const sizes = sampleSizes(source.learn.length * (augmentation === 'none' ? 1 : 2));
  await pictures.each(source.learn, async ({ boxes: truth }, original, number) => {
    for (const { pixels, boxes } of variantsOf({ pixels: original, boxes: truth }, augmentation, random)) {
      const planes = (await session.picture(pixels))('cells');
      sampleCells(learn, { planes, boxes, grid, classes }, sizes, random);
    }
    source.onPicture(number + 1, all);
  });
  await pictures.each(byDigest(source.choose), async ({ boxes }, pixels, number) => {
    const planes = (await session.picture(pixels))('cells');
    sampleCells(choose, { planes, boxes, grid, classes }, sizes, random);
    if (whole.length < mostWhole) whole.push({ planes, boxes });
    source.onPicture(source.learn.length + number + 1, all);
  });
  return { learn, choose, whole };
}
