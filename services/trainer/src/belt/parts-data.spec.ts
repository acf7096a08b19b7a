import { createHash } from 'node:crypto';
import { parts } from '@tutti/belt';
import { inspectPicture } from '@tutti/vision';
import { describe, expect, it } from 'vitest';
import { partsData } from './parts-data';

describe('parts as data', () => {
  it('comes in three parts, with pictures that are what the items say', async () => {
    const progress: number[] = [];
    const data = await partsData({
      ...{ sizes: { train: 4, validation: 2, test: 1 }, side: 64 },
      onProgress: (done) => progress.push(done),
    });
    expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(data.items.map(({ split }) => split).join(' ')).toBe(
      'train train train train validation validation test',
    );
    expect(new Set(data.items.map(({ digest }) => digest)).size).toBe(7);
    for (const { digest, width, height } of data.items) {
      const bytes = await data.picture(digest);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest);
      expect(await inspectPicture(bytes)).toMatchObject({ width, height, mediaType: 'image/jpeg' });
    }
    await expect(data.picture('f'.repeat(64))).rejects.toThrow('no picture');
  });

  it('has each class equally often as close-ups', async () => {
    const sizes = { train: parts.length * 2, validation: 0, test: 0 };
    const { items } = await partsData({ sizes, side: 48, closeUps: true });
    const keys = items.map(({ label }) => ('classKey' in label ? label.classKey : ''));
    for (const { key } of parts) expect(keys.filter((one) => one === key)).toHaveLength(2);
  });
});
