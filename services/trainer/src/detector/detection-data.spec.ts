import type { Label } from '@tutti/contracts/datasets';
import { describe, expect, it } from 'vitest';
import type { TrainingItem } from '../task/training-task';
import { sampleItem, sha256 } from '../testing/sample-task';
import { readDetectionData } from './detection-data';

const classes = ['gear', 'lock', 'saw'].map((key) => ({ key, name: key.toUpperCase() }));
const boxOf = (classKey: string) => ({ classKey, x: 16, y: 8, w: 32, h: 16 });
const some = (count: number, label: Label, split: TrainingItem['split'] = 'train') =>
  Array.from({ length: count }, (_, at) =>
    sampleItem(sha256(`${JSON.stringify(label)}${split}${at}`), label, { split }),
  );
const read = (items: readonly TrainingItem[]) =>
  readDetectionData({ classes, items, picture: () => expect.unreachable() }, 1);

describe('data for a detector', () => {
  it.each([
    ['no boxes', some(30, { boxes: [] }), 'training.no-boxes', 'No picture to learn from has a box'],
    [
      'boxes to judge by alone',
      [...some(30, { boxes: [] }), ...some(9, { boxes: [boxOf('saw')] }, 'test')],
      'training.no-boxes',
      '',
    ],
    ['boxes of no class', some(30, { boxes: [boxOf('duck')] }), 'training.no-class', 'say duck'],
    ['classes without boxes', some(30, { classKey: 'saw' }), 'training.wrong-labels', 'not where'],
    ['few pictures', some(9, { boxes: [boxOf('saw')] }), 'training.too-few-pictures', '9 labelled pictures'],
    [
      'few pictures to learn from',
      [...some(7, { boxes: [boxOf('saw')] }), ...some(20, { boxes: [] }, 'test')],
      'training.too-few-pictures',
      '27 labelled pictures',
    ],
  ])('is refused with %s', (_, items, code, message) => {
    expect(() => read(items)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error,
    );
  });

  it('leaves out a class that no box to learn from says, and says so', () => {
    const both = { boxes: [boxOf('saw'), boxOf('gear')] };
    const { labels, lines, parts } = read([
      ...some(20, both),
      ...some(4, { boxes: [boxOf('lock'), boxOf('saw')] }, 'test'),
    ]);
    expect(labels.map(({ key }) => key)).toEqual(['gear', 'saw']);
    expect(lines).toEqual(['No box says LOCK: the model will not know it']);
    expect(parts.judge[0]?.boxes).toEqual([{ classId: 1, corners: [0.25, 0.125, 0.75, 0.375] }]);
  });

  it('holds out some of what is learned from where nothing else is there to choose by', () => {
    const { parts } = read([...some(20, { boxes: [boxOf('saw')] }), ...some(4, { boxes: [] }, 'test')]);
    expect([parts.learn.length, parts.choose.length, parts.judge.length]).toEqual([17, 3, 4]);
  });
});
