import { describe, expect, it } from 'vitest';
import { sampleItem, sha256 } from '../testing/sample-task';
import type { TrainingData, TrainingItem } from '../task/training-task';
import { checkData } from './check-data';

const classes = ['ok', 'dent', 'scratch'].map((key) => ({ key, name: key.toUpperCase() }));

function dataOf(items: readonly TrainingItem[]): TrainingData {
  return { classes, items, picture: () => expect.unreachable() };
}

const some = (count: number, classKey: string, split: TrainingItem['split'] = 'train') =>
  Array.from({ length: count }, (_, at) =>
    sampleItem(sha256(`${classKey}${split}${at}`), { classKey }, { split }),
  );

describe('refuses', () => {
  it.each([
    ['one class', some(30, 'ok'), 'training.one-class', 'All pictures to learn from are of class "OK"'],
    ['no pictures', [], 'training.too-few-pictures', 'no pictures to learn from for any of the 3 classes'],
    [
      'a class with one picture',
      [...some(30, 'ok'), ...some(1, 'dent'), ...some(5, 'ok', 'test')],
      'training.too-few-pictures',
      'Class "DENT" has one picture to learn from. Label at least 2',
    ],
    [
      'a class with two pictures, one of which would be judged by',
      [...some(30, 'ok'), ...some(2, 'dent')],
      'training.too-few-pictures',
      'Label at least 3',
    ],
    [
      'nothing to judge by',
      [...some(9, 'ok'), ...some(9, 'dent'), ...some(2, 'scratch', 'test')],
      'training.too-few-pictures',
      'None of the pictures of part test',
    ],
    ['boxes', [sampleItem('d', { boxes: [] })], 'training.wrong-labels', 'labelled with boxes'],
  ])('%s', (_, items, code, message) => {
    expect(() => checkData(dataOf(items))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error,
    );
  });
});

describe('sorts pictures', () => {
  it('and leaves out a class without any, saying so', () => {
    const checked = checkData(
      dataOf([
        ...some(30, 'ok'),
        ...some(25, 'scratch'),
        ...some(3, 'dent', 'test'),
        ...some(4, 'ok', 'test'),
      ]),
    );
    expect(checked.labels.map(({ key }) => key)).toEqual(['ok', 'scratch']);
    expect(checked.judge).toHaveLength(4);
    expect(checked.learn.map(({ classId }) => classId)).toEqual([
      ...new Array<number>(30).fill(0),
      ...new Array<number>(25).fill(1),
    ]);
    expect(checked.lines).toContain('Class "DENT" has no pictures to learn from: the model will not know it');
  });

  it('draws a fifth to judge by where nothing is held out, and says so', () => {
    const { learn, judge, part, lines } = checkData(dataOf([...some(30, 'ok'), ...some(10, 'dent')]));
    // What a hash of each digest says: near a fifth.
    expect([learn.length, judge.length, part]).toEqual([33, 7, 'validation']);
    expect(new Set(judge.map(({ classId }) => classId))).toEqual(new Set([0, 1]));
    expect(lines.join('\n')).toContain('a fifth of each class was drawn to judge by');
  });

  it('counts a picture of several datasets once, in the part that is held out', () => {
    const twice = some(2, 'ok').map((item) => ({ ...item, split: 'test' as const }));
    const { learn, judge, lines } = checkData(dataOf([...some(9, 'ok'), ...some(9, 'dent'), ...twice]));
    expect([learn.length, judge.length]).toEqual([16, 2]);
    expect(lines[0]).toContain('2 pictures come more than once');
  });

  it('leaves out pictures of classes that are gone, and advises where there are few', () => {
    const { lines } = checkData(dataOf([...some(30, 'ok'), ...some(8, 'dent'), ...some(3, 'gone')]));
    expect(lines).toContain('3 pictures are of classes that are no longer used: left out');
    expect(lines.join('\n')).toContain('Class "DENT" has 7 pictures to learn from: with 20 or more');
  });
});
