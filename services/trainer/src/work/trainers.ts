import { classifier } from '../classifier/classifier';
import { detector } from '../detector/detector';
import type { Trainer } from '../task/training-task';

const all: readonly Trainer[] = [classifier, detector];

/** The built-in trainers, by name. */
export const trainers: Readonly<Record<string, Trainer>> = Object.fromEntries(
  all.map((trainer) => [trainer.name, trainer]),
);
