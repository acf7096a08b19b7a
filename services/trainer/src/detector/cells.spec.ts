import fc from 'fast-check';
import type { Corners } from '@tutti/vision';
import { describe, expect, it } from 'vitest';
import { parameterSizes } from '../gradient/gradient-graph';
import { seededRandom } from '@tutti/kernel';
import { variantsOf } from './augment';
import { cellChannels } from './cell-backbone';
import { headModel } from './cell-head';
import { addHardCells, sampleCells, sampleSizes } from './cell-sampling';
import { CellSession } from './cell-session';
import { CellStore } from './cell-store';
import { assignCells, background, boxNumbersOf, ignored, rim } from './cell-targets';
import { referenceScores } from './reference-head';
import { foldScaling, scalingOf } from './scaling';

const grid = 8;
const draw = (cells: Int16Array): string[] =>
  Array.from({ length: grid }, (_, row) =>
    [...cells.subarray(row * grid, (row + 1) * grid)]
      .map((role) => ({ [ignored]: '?', [background]: '.', [rim]: 'o' })[role] ?? String(role))
      .join(''),
  );

describe('which cell says what', () => {
  it('is told by how near it is to the middle of a box', () => {
    const corners: Corners = [0, 0, 1, 0.75];
    expect(draw(assignCells([{ corners, classId: 0 }], grid))).toEqual([
      'oooooooo',
      'o?0000?o',
      'o?0000?o',
      'o?0000?o',
      'o?0000?o',
      'oooooooo',
      '........',
      '........',
    ]);
  });

  it('gives the smallest box its cell, and a cell between two boxes to the nearer', () => {
    const boxes = [
      { corners: [0, 0, 0.75, 0.75] as const, classId: 0 },
      { corners: [0.3, 0.3, 0.32, 0.32] as const, classId: 1 },
    ];
    const cells = assignCells(boxes, grid);
    expect(cells[2 * grid + 2]).toBe(1);
    expect([...cells].filter((role) => role === 0)).toHaveLength(15);
  });

  it('leaves no box without a cell', () => {
    const side = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, fc.double({ min: 0, max: 1, noNaN: true }), (width, height, at) => {
        const corners: Corners = [
          at * (1 - width),
          at * (1 - height),
          at * (1 - width) + width,
          at * (1 - height) + height,
        ];
        expect([...assignCells([{ corners, classId: 0 }], grid)]).toContain(0);
      }),
    );
  });
});

describe('cells that are learned from', () => {
  const planes = Float32Array.from({ length: cellChannels * grid * grid }, (_, at) => at);
  const picture = { planes, boxes: [{ corners: [0, 0, 0.75, 0.75] as const, classId: 1 }], grid, classes: 2 };

  it('are those in the middle, and some of the rim and of the rest', () => {
    const store = new CellStore();
    sampleCells(store, picture, { middles: 9, rims: 3, backgrounds: 5, hard: 0 }, seededRandom(1));
    const counts = [0, 1, 2].map((id) => store.classIds.filter((classId) => classId === id).length);
    expect(counts).toEqual([0, 9, 8]);
    const cell = (store.x[0] ?? NaN) % (grid * grid);
    expect([...store.boxes.subarray(0, 4)]).toEqual(
      boxNumbersOf([0, 0, 0.75, 0.75], cell, grid).map((value) => Math.fround(value)),
    );
    expect([...store.x.subarray(0, 3)]).toEqual([cell, cell + 64, cell + 128]);
  });

  it('have one of every box at least, however small it is and however many pictures there are', () => {
    const large = { corners: [0, 0, 0.8, 0.8] as const, classId: 0 };
    const small = { corners: [0.9, 0.9, 0.95, 0.95] as const, classId: 1 };
    for (let seed = 0; seed < 20; seed++) {
      const store = new CellStore();
      const sizes = { middles: 2, rims: 0, backgrounds: 0, hard: 0 };
      sampleCells(store, { ...picture, boxes: [large, small] }, sizes, seededRandom(seed));
      expect(store.classIds).toEqual([0, 1]);
      sampleCells(store, { ...picture, boxes: [large, small] }, sampleSizes(1e9), seededRandom(seed));
      expect(store.classIds).toEqual([0, 1, 0, 1, 2, 2]);
    }
  });

  it('are never more than there is room for, and of all that came as likely one as the other', () => {
    const store = new CellStore(500);
    for (let row = 0; row < 2000; row++) {
      const box = row < 1000 ? { box: [row, row, row, row] } : {};
      store.add(planes, row % 64, { classId: row < 1000 ? 0 : 1, ...box });
    }
    expect([store.count, store.x.length, store.boxes.length]).toEqual([500, 500 * cellChannels, 2000]);
    const late = store.classIds.filter((classId) => classId === 1).length;
    expect(late).toBeGreaterThan(200);
    expect(late).toBeLessThan(300);
    for (const [row, classId] of store.classIds.entries()) {
      const [first = NaN, ...others] = store.boxes.subarray(row * 4, row * 4 + 4);
      expect(others).toEqual([first, first, first]);
      if (classId === 1) expect(first).toBe(0);
      else expect(store.x[row * cellChannels]).toBe(first % 64);
    }
  });

  it('are fewer of each picture where there are many', () => {
    expect(sampleSizes(100)).toEqual({ middles: 200, rims: 40, backgrounds: 40, hard: 30 });
    const { middles, rims, backgrounds } = sampleSizes(10_000);
    expect((middles + rims + backgrounds) * 10_000).toBeLessThanOrEqual(200_000);
    expect(Math.min(...Object.values<number>({ ...sampleSizes(1e9) }))).toBe(1);
  });

  it('come once more where something is seen and nothing is', () => {
    const store = new CellStore();
    const scores = new Float32Array(grid * grid * 2);
    // In the middle of the box, on its rim, outside, and one that is not sure.
    for (const cell of [18, 0, 63]) scores[cell * 2 + 1] = 0.9;
    scores[62 * 2] = 0.1;
    expect(addHardCells(store, picture, scores, sampleSizes(1))).toBe(2);
    expect([store.x[0], store.x[cellChannels]]).toEqual([0, 63]);
    expect(store.classIds).toEqual([2, 2]);
  });

  it('grow without being mixed up', () => {
    const store = new CellStore();
    for (let row = 0; row < 3000; row++) store.add(planes, row % 64, { classId: row % 5 });
    expect(store.x).toHaveLength(3000 * cellChannels);
    expect(store.x[2999 * cellChannels + 1]).toBe(64 + (2999 % 64));
  });
});

describe('a learned head', () => {
  it('answers in the exported graph what it learned on scaled numbers', async () => {
    const random = seededRandom(9);
    const store = new CellStore();
    const planes = Float32Array.from({ length: cellChannels * grid * grid }, () => random() * 20 - 5);
    const boxes = [{ corners: [0.1, 0.1, 0.6, 0.7] as const, classId: 0 }];
    sampleCells(store, { planes, boxes, grid, classes: 2 }, sampleSizes(1), random);
    const shape = { inputs: cellChannels, hidden: 6, classes: 3 };
    const size = parameterSizes(shape).reduce((sum, part) => sum + part, 0);
    const parameters = Float32Array.from({ length: size }, () => random() - 0.5);
    const scaling = scalingOf(store, 2, 0.25);
    const head = foldScaling(parameters, shape, scaling);
    const session = await CellSession.open(headModel(head, grid));
    const output = await session.cells(planes);
    await session.release();
    const expected = referenceScores({ parameters, shape, scaling, head }, planes);
    const worst = Math.max(...expected.map((score, at) => Math.abs(score - (output('scores')[at] ?? NaN))));
    expect(worst).toBeLessThan(1e-5);
    expect(output('boxes')).toHaveLength(grid * grid * 4);
  });

  it('says boxes where they are', async () => {
    const corners: Corners = [0.1, 0.25, 0.5, 0.4];
    const cell = 2 * grid + 5;
    const outputs = [0, 0, ...boxNumbersOf(corners, cell, grid)];
    const head = {
      ...{
        hidden: 1,
        classes: 1,
        hiddenWeight: new Float32Array(cellChannels),
        hiddenBias: Float32Array.of(1),
      },
      ...{ outputWeight: Float32Array.from(outputs), outputBias: new Float32Array(6) },
    };
    const session = await CellSession.open(headModel(head, grid));
    const output = await session.cells(new Float32Array(cellChannels * grid * grid));
    await session.release();
    const said = [...output('boxes').subarray(cell * 4, cell * 4 + 4)];
    for (const [at, corner] of corners.entries()) expect(said[at]).toBeCloseTo(corner, 6);
    expect(output('scores')[cell]).toBeCloseTo(0.5, 6);
  });

  it('counts rare classes more, and what there is as much as before on the whole', () => {
    const store = new CellStore();
    const planes = new Float32Array(cellChannels);
    for (const [classId, count] of [16, 1, 81].entries())
      for (let cell = 0; cell < count; cell++) store.add(planes, 0, { classId });
    const weights = [...scalingOf(store, 2, 0.5).classWeights];
    expect((weights[1] ?? NaN) / (weights[0] ?? NaN)).toBeCloseTo(4, 10);
    expect((weights[0] ?? NaN) * 16 + (weights[1] ?? NaN) + (weights[2] ?? NaN) * 81).toBeCloseTo(98, 10);
  });
});

describe('a mirrored picture', () => {
  it('has its boxes where they are seen', () => {
    const pixels = new Uint8Array(4 * 4 * 3);
    pixels.set([100, 100, 100], (1 * 4 + 3) * 3);
    const boxes = [{ corners: [0.75, 0.25, 1, 0.5] as const, classId: 0 }];
    const [original, mirrored] = variantsOf({ pixels, boxes }, 'light', seededRandom(1));
    expect(original).toEqual({ pixels, boxes });
    expect(mirrored?.boxes).toEqual([{ corners: [0, 0.25, 0.25, 0.5], classId: 0 }]);
    const bright = [...(mirrored?.pixels.keys() ?? [])].filter((at) => (mirrored?.pixels[at] ?? 0) > 0);
    expect(bright).toEqual([12, 13, 14]);
    expect(variantsOf({ pixels, boxes }, 'none', seededRandom(1))).toHaveLength(1);
  });
});
