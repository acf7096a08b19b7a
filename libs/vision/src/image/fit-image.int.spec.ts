import { expect, it } from 'vitest';
import { fitImage } from './fit-image';
import { redAndBlue } from './sample-pictures';

const picture = async (width: number, height: number) => ({
  width,
  height,
  data: await redAndBlue(width, height).raw().toBuffer(),
});
const grey = { resize: 'letterbox', padValue: 114 } as const;

it('leaves a picture of the right size alone', async () => {
  const same = await picture(32, 32);
  const { image } = await fitImage(same, { width: 32, height: 32, resize: 'stretch', padValue: 0 });
  expect(image.data).toBe(same.data);
});

it('stretches', async () => {
  const { image, placement } = await fitImage(await picture(64, 16), {
    width: 8,
    height: 8,
    resize: 'stretch',
    padValue: 0,
  });
  expect(placement).toEqual({ left: 0, top: 0, width: 8, height: 8 });
  expect([...image.data.subarray(0, 3), ...image.data.subarray(-3)]).toEqual([255, 0, 0, 0, 0, 255]);
});

it.each([
  [64, 32, { left: 0, top: 4, width: 16, height: 8 }],
  [32, 64, { left: 4, top: 0, width: 8, height: 16 }],
  [7, 1000, { left: 7, top: 0, width: 1, height: 16 }],
])('letterboxes %ix%i', async (width, height, expected) => {
  const { image, placement } = await fitImage(await picture(width, height), {
    width: 16,
    height: 16,
    ...grey,
  });
  expect(placement).toEqual(expected);
  expect(image.data).toHaveLength(16 * 16 * 3);
  expect([...image.data.subarray(-3)]).toEqual([114, 114, 114]);
  const inside = ((expected.top + 1) * 16 + expected.left) * 3;
  expect(image.data[inside]).toBeGreaterThan(100);
  expect(image.data[inside + 1]).toBe(0);
});
