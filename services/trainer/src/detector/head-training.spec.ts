import { detectorParameters } from '@tutti/contracts/training';
import { expect, it } from 'vitest';
import { seededRandom } from '@tutti/kernel';
import { cellChannels } from './cell-backbone';
import { CellStore } from './cell-store';
import { type EpochReport, trainCellHead } from './head-training';

it('refuses to go on when the loss is no number any more', async () => {
  const learn = new CellStore();
  const planes = new Float32Array(cellChannels).fill(NaN);
  for (let row = 0; row < 10; row++) learn.add(planes, 0, { classId: row % 2, box: [0, 0, 1, 1] });
  const training = trainCellHead({
    ...{ cells: { learn, choose: learn, whole: [] }, classes: 1, grid: 1, random: seededRandom(1) },
    parameters: detectorParameters.parse({}),
    onEpoch: () => expect.unreachable(),
    addHard: () => expect.unreachable(),
  });
  await expect(training).rejects.toMatchObject({ name: 'TrainingRefused', code: 'training.diverged' });
});

const grid = 2;

/** Something lies in the first cell, and that cell alone is bright. */
function easyCells() {
  const planes = Float32Array.from({ length: cellChannels * grid * grid }, (_, at) =>
    at % (grid * grid) === 0 ? 1 : 0,
  );
  const boxes = [{ corners: [0, 0, 0.5, 0.5] as const, classId: 0 }];
  const cells = new CellStore();
  for (let row = 0; row < 400; row++)
    cells.add(planes, row % 4, row % 4 === 0 ? { classId: 0, box: [0, 0, 0, 0] } : { classId: 1 });
  return { learn: cells, choose: cells, whole: [{ planes, boxes }] };
}

it('a round ends once nothing better was found for a while', async () => {
  const epochs: EpochReport[] = [];
  await trainCellHead({
    ...{ cells: easyCells(), classes: 1, grid, random: seededRandom(1) },
    parameters: detectorParameters.parse({ epochs: 60, patience: 3 }),
    onEpoch: (report) => epochs.push(report),
    addHard: () => Promise.resolve(),
  });
  for (const [round, own] of Map.groupBy(epochs, ({ round }) => round)) {
    const best = Math.max(...own.map(({ map50 }) => map50));
    expect([round, best]).toEqual([round, 1]);
    expect(own).toHaveLength(own.findIndex(({ map50 }) => map50 === best) + 4);
  }
});
