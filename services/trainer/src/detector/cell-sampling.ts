import { type Random, shuffled } from '@tutti/kernel';
import { type CellStore, mostCells } from './cell-store';
import {
  type TargetBox,
  assignCells,
  background,
  boxNumbersOf,
  centreCell,
  ignored,
  rim,
} from './cell-targets';

/** How many cells of one picture are learned from, of each kind. */
export interface SampleSizes {
  /** Cells that say where something is; more where there are more boxes: the cells at their centres are all among them. */
  readonly middles: number;
  readonly rims: number;
  readonly backgrounds: number;
  /** Added between the rounds: where something is seen and nothing is. */
  readonly hard: number;
}

const usual: SampleSizes = { middles: 200, rims: 40, backgrounds: 40, hard: 30 };

/** As many cells as are useful, fewer of each picture where there are very many pictures. */
export function sampleSizes(pictures: number): SampleSizes {
  const each = Math.max(1, Math.floor(mostCells / (4 * Math.max(1, pictures))));
  return {
    middles: Math.min(usual.middles, 2 * each),
    rims: Math.min(usual.rims, each),
    backgrounds: Math.min(usual.backgrounds, each),
    hard: Math.min(usual.hard, each),
  };
}

export interface SampledPicture {
  /** [192, grid²] */
  readonly planes: Float32Array;
  readonly boxes: readonly TargetBox[];
  readonly grid: number;
  /** The number of classes stands for "nothing here". */
  readonly classes: number;
}

/** Adds some cells of a picture: those at the centres of boxes, and others that are chosen by `random`. */
export function sampleCells(
  store: CellStore,
  { planes, boxes, grid, classes }: SampledPicture,
  sizes: SampleSizes,
  random: Random,
): void {
  const roles = assignCells(boxes, grid);
  const centres = new Set(boxes.map(({ corners }) => centreCell(corners, grid)));
  const byRole = Map.groupBy(roles.keys(), (cell) => Math.min(0, roles[cell] ?? background));
  const some = (role: number, most: number): readonly number[] =>
    shuffled(byRole.get(role) ?? [], random).slice(0, most);
  const others = (byRole.get(0) ?? []).filter((cell) => !centres.has(cell));
  const more = Math.max(0, sizes.middles - centres.size);
  for (const cell of [...centres, ...shuffled(others, random).slice(0, more)]) {
    const box = boxes[roles[cell] ?? -1];
    if (box === undefined) continue;
    store.add(planes, cell, { classId: box.classId, box: boxNumbersOf(box.corners, cell, grid) });
  }
  for (const cell of [...some(rim, sizes.rims), ...some(background, sizes.backgrounds)])
    store.add(planes, cell, { classId: classes });
}

/** A cell where nothing is and the model sees something is learned from once more. */
const surprising = 0.15;

/** Adds the cells that the model is most wrong about where there is nothing. Answers how many. `scores` is [grid², K]. */
export function addHardCells(
  store: CellStore,
  { planes, boxes, grid, classes }: SampledPicture,
  scores: Float32Array,
  sizes: SampleSizes,
): number {
  const roles = assignCells(boxes, grid);
  const wrong: { readonly cell: number; readonly score: number }[] = [];
  for (let cell = 0; cell < roles.length; cell++) {
    if ((roles[cell] ?? ignored) >= ignored) continue;
    let score = 0;
    for (let at = cell * classes; at < (cell + 1) * classes; at++) score = Math.max(score, scores[at] ?? 0);
    if (score > surprising) wrong.push({ cell, score });
  }
  const hard = wrong.sort((a, b) => b.score - a.score).slice(0, sizes.hard);
  for (const { cell } of hard) store.add(planes, cell, { classId: classes });
  return hard.length;
}
