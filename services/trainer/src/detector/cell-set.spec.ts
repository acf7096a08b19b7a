import { model, node, tensor, valueInfo } from '@tutti/vision';
import { expect, it } from 'vitest';
import { sampleItem } from '../testing/sample-task';
import { seededRandom } from '@tutti/kernel';
import { cellChannels, cellStride } from './cell-backbone';
import { CellSession } from './cell-session';
import { gatherCells } from './cell-set';
import { FittedPictures } from './fitted-pictures';

const grid = 2;
const side = grid * cellStride;

/** Answers in all cells how bright a picture is. */
const brightness = model({
  name: 'brightness',
  inputs: [valueInfo('image', 'uint8', [1, side, side, 3])],
  outputs: [valueInfo('cells', 'float32', [1, cellChannels, grid, grid])],
  nodes: [
    node('Cast', ['image'], ['floats'], { to: 1n }),
    node('ReduceMean', ['floats'], ['mean'], { axes: [0n, 1n, 2n, 3n], keepdims: 1n }),
    node('Expand', ['mean', 'shape'], ['cells']),
  ],
  initializers: [tensor('shape', BigInt64Array.from([1, cellChannels, grid, grid], BigInt), [4])],
});

it('the best epoch is chosen by pictures of all datasets, which come one after the other', async () => {
  const picture = (bright: number, datasetId: string) => ({
    item: sampleItem(String(bright).padStart(64, '0'), { boxes: [] }, { datasetId }),
    ...{ boxes: [], classId: 1 },
  });
  const of = (dataset: string, remainder: number) =>
    Array.from({ length: 80 }, (_, at) => picture(2 * at + remainder, dataset));
  const image = (digest: string) => ({
    ...{ width: side, height: side },
    data: new Uint8Array(side * side * 3).fill(Number(digest)),
  });
  const session = await CellSession.open(brightness);
  const { whole, choose } = await gatherCells({
    ...{ session, learn: [], choose: [...of('first', 1), ...of('second', 0)] },
    pictures: new FittedPictures(
      { classes: [], items: [], picture: () => expect.unreachable(), image },
      side,
    ),
    ...{ classes: 1, augmentation: 'none', random: seededRandom(1), onPicture: () => undefined },
  });
  await session.release();
  expect(whole.map(({ planes }) => planes[0])).toEqual(Array.from({ length: 64 }, (_, at) => at));
  expect(choose.count).toBe(160 * grid * grid);
});
