import { describe, expect, it } from 'vitest';
import { BeltCamera } from './belt-camera';
import { drawPart } from './canvas';
import { parts } from './parts';
import { readSprite } from './sprite';

const [wrench] = parts;
const angles = [0, 0.3, 2.4];

describe('a part on the canvas', () => {
  it.each(angles)('is where its box says, turned by %d', async (angle) => {
    if (wrench === undefined) throw new Error('There are no parts.');
    const canvas = { side: 80, data: new Float32Array(80 * 80 * 3) };
    const extent = drawPart(canvas, await readSprite(wrench), { x: 37, y: 44, length: 40, angle });
    const bright = [...canvas.data.keys()].filter((at) => (canvas.data[at] ?? 0) > 90);
    const columns = bright.map((at) => Math.floor(at / 3) % 80);
    const rows = bright.map((at) => Math.floor(at / 240));
    const seen = [Math.min(...columns), Math.min(...rows), Math.max(...columns) + 1, Math.max(...rows) + 1];
    const box = extent && [extent.x1, extent.y1, extent.x2, extent.y2];
    expect(box).toHaveLength(4);
    expect(Math.max(...seen.map((side, at) => Math.abs(side - (box?.[at] ?? NaN))))).toBeLessThan(2);
  });

  it('has no box outside of the picture', async () => {
    if (wrench === undefined) throw new Error('There are no parts.');
    const canvas = { side: 20, data: new Float32Array(20 * 20 * 3) };
    const pose = { x: 90, y: 90, length: 10, angle: 0 };
    expect(drawPart(canvas, await readSprite(wrench), pose)).toBeUndefined();
  });
});

describe('the camera above the belt', () => {
  it('takes the same pictures again from the same seed, and others from another', async () => {
    const [one, again, other] = await Promise.all(
      [3, 3, 4].map((seed) => BeltCamera.open({ seed, side: 64 })),
    );
    expect(one?.scene(7)).toEqual(again?.scene(7));
    expect(one?.scene(7)).not.toEqual(one?.scene(8));
    expect(one?.scene(0)).not.toEqual(other?.scene(0));
  });

  it('shows one to six parts, all within the picture, and one alone in a close-up', async () => {
    const camera = await BeltCamera.open({ seed: 1, side: 96, keys: ['gear', 'lock'] });
    const scenes = Array.from({ length: 30 }, (_, number) => camera.scene(number));
    const counts = scenes.map((scene) => scene.parts.length);
    expect(Math.min(...counts)).toBe(1);
    expect(Math.max(...counts)).toBeGreaterThan(3);
    for (const { key, x1, y1, x2, y2 } of scenes.flatMap((scene) => scene.parts)) {
      expect(['gear', 'lock']).toContain(key);
      expect(x1 >= 0 && y1 >= 0 && x2 <= 96 && y2 <= 96 && x2 - x1 > 5 && y2 - y1 > 5).toBe(true);
    }
    expect(camera.closeUp(2, 'lock').parts.map(({ key }) => key)).toEqual(['lock']);
    expect(() => camera.closeUp(2, 'duck')).toThrow('no part "duck"');
  });
});
