import { describe, expect, it } from 'vitest';
import { readRow } from './label-row';

const plain = { keypointValues: 0 };

describe('a row of YOLO', () => {
  it('is a box by its centre and size', () => {
    expect(readRow('45 0.479492 0.688771 0.955609 0.5955', plain)).toEqual({
      box: {
        classId: '45',
        unit: 'fraction',
        x: expect.closeTo(0.0016875, 9) as number,
        y: expect.closeTo(0.391021, 9) as number,
        w: 0.955609,
        h: 0.5955,
      },
    });
  });

  it.each([
    ['a polygon', '0 0.1 0.1 0.5 0.1 0.3 0.6', plain, 'loss.polygon'],
    ['a rotated box', '0 0.1 0.2 0.5 0.1 0.6 0.5 0.2 0.6', plain, 'loss.rotated-box'],
    ['a score behind the box', '0 0.5 0.5 0.2 0.2 0.93', plain, 'loss.score'],
    ['keypoints', '0 0.5 0.5 0.2 0.2 0.1 0.1 2 0.2 0.2 1', { keypointValues: 6 }, 'loss.keypoints'],
  ])('with %s says so', (_, line, shape, loss) => {
    expect(readRow(line, shape)).toMatchObject({ loss: [loss, expect.any(String)] });
  });

  it('becomes the box around a polygon', () => {
    expect(readRow('3 0.1 0.4 0.5 0.1 0.3 0.6', plain)).toMatchObject({
      box: { classId: '3', x: 0.1, y: 0.1, w: 0.4, h: 0.5 },
    });
  });

  it.each([
    ['', 'is not a class number'],
    ['dog 0.5 0.5 0.1 0.1', 'is not a class number'],
    ['-1 0.5 0.5 0.1 0.1', 'is not a class number'],
    ['0 0.5 0.5 0.1', 'are neither a box'],
    ['0', 'are neither a box'],
    ['0 0.5 0.5 0.1 0.1 0.2 0.2 0.3', 'are neither a box'],
    ['0 0.5 x 0.1 0.1', 'not a number'],
    ['0 0.5 Infinity 0.1 0.1', 'not a number'],
    ['0 0.5 0x1 0.1 0.1', 'not a number'],
    ['0 320 240 50 50', 'not pixels'],
    ['0 0.5 0.5 0 0.1', 'no width or height'],
  ])('%j cannot be read', (line, reason) => {
    expect(readRow(line, plain)).toContain(reason);
  });

  it('of values without end cannot be read', () => {
    expect(readRow(`0${' 0.5'.repeat(300_000)}`, plain)).toContain('more than 10000');
  });
});
