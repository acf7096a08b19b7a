import { createHash } from 'node:crypto';
import type { Split } from '@tutti/contracts/datasets';
import type { TrainingData, TrainingItem } from '../task/training-task';
import { digitPicture, digitPictureSide, digitPng } from './digit-picture';
import { digitSource, readDigits } from './digit-source';
import { type Digit, type DigitSplit, splitDigits } from './digit-split';

const seed = 1;

/** Real handwriting to try a classifier with: a thousand digits to learn from, and `test` of each to judge by. */
export const digitsSample = async (test = 50): Promise<TrainingData> =>
  digitsData(splitDigits(await readDigits(), { train: 100, test, pictures: 0 }, seed));

/** Digits as a trainer takes them. They are drawn when they are asked for. */
export function digitsData({ train, test }: Pick<DigitSplit, 'train' | 'test'>): TrainingData {
  const pixels = new Map<string, Uint8Array>();
  const items = (digits: readonly Digit[], split: Split): readonly TrainingItem[] =>
    digits.map((digit) => {
      const digest = createHash('sha256').update(digit.pixels).digest('hex');
      pixels.set(digest, digit.pixels);
      return {
        ...{ digest, split, width: digitPictureSide, height: digitPictureSide },
        label: { classKey: digitSource.labels[digit.label] ?? '' },
        ...{ id: null, datasetId: null, deviceId: null, fileName: null },
      };
    });
  const digitOf = (digest: string): Uint8Array => {
    const digit = pixels.get(digest);
    if (digit === undefined) throw new Error(`No digit has the digest ${digest}.`);
    return digit;
  };
  return {
    classes: digitSource.labels.map((key) => ({ key, name: key })),
    items: [...items(train, 'train'), ...items(test, 'test')],
    picture: (digest) => digitPng(digitOf(digest)),
    image: (digest) => digitPicture(digitOf(digest)),
  };
}
