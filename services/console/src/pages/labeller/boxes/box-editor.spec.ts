import type { ShownClass } from '@tutti/contracts/datasets';
import { describe, expect, it } from 'vitest';
import {
  editBoxes,
  neighbour,
  openEditor,
  plainBoxes,
  selectedBox,
  withUndone,
  type BoxEdit,
  type BoxEditor,
} from './box-editor';
import { isAccepted, labelOfSuggestions, suggestionsOf } from './suggestions';

const size = { width: 640, height: 480 };
const area = { x: 10, y: 20, w: 100, h: 50 };
const dent = { classKey: 'dent', ...area };

const classOf = (id: number, key: string, name: string, retired = false): ShownClass => ({
  id,
  key,
  name,
  colour: '#4477aa',
  shortcut: null,
  description: null,
  retired,
});
const classes = [
  classOf(0, 'dent', 'Dent'),
  classOf(1, 'scratch', 'Scratch'),
  classOf(2, 'old', 'Old', true),
];

const prediction = {
  model: { name: 'lids', version: 'v1.0', digest: 'a'.repeat(64), task: 'detection' as const },
  label: 'dent',
  score: 0.4,
  probabilities: {},
  boxes: [
    { label: 'DENT', classId: 0, score: 0.4, box: [0, 0, 0.5, 0.5] as [number, number, number, number] },
    { label: 'scratch', classId: 1, score: 0.9, box: [0.5, 0.5, 1, 1] as [number, number, number, number] },
  ],
};
const suggestions = suggestionsOf(prediction, classes, size);

const after = (editor: BoxEditor, ...edits: readonly BoxEdit[]): BoxEditor => edits.reduce(editBoxes, editor);
const boxesOf = ({ history }: BoxEditor) => plainBoxes(history.present.boxes);
const empty = openEditor([], [], 'dent');

describe('editing boxes', () => {
  it('draws with the class that was chosen before, and changes it afterwards', () => {
    const drawn = after(empty, { type: 'draw', area });
    expect(boxesOf(drawn)).toEqual([dent]);
    expect(selectedBox(drawn)).toMatchObject(dent);
    expect(boxesOf(after(drawn, { type: 'classify', classKey: 'scratch' }))).toEqual([
      { ...dent, classKey: 'scratch' },
    ]);
  });

  it('chooses the class of the next box where none is selected', () => {
    const edits: BoxEdit[] = [
      { type: 'classify', classKey: 'scratch' },
      { type: 'draw', area },
    ];
    expect(boxesOf(after(empty, ...edits))).toEqual([{ ...dent, classKey: 'scratch' }]);
    expect(boxesOf(after(openEditor([], [], undefined), { type: 'draw', area }))).toEqual([]);
  });

  it('moves and resizes what is selected; a key that is held is one step back', () => {
    const nudge = (x: number, grow = false): BoxEdit => ({ type: 'nudge', by: { x, y: 0 }, size, grow });
    const drawn = after(empty, { type: 'draw', area });
    const moved = after(drawn, nudge(1), nudge(1), nudge(10));
    expect(boxesOf(moved)).toEqual([{ ...dent, x: 22 }]);
    expect(boxesOf(after(moved, { type: 'undo' }))).toEqual([dent]);
    expect(boxesOf(after(moved, nudge(5, true)))).toEqual([{ ...dent, x: 22, w: 105 }]);
    expect(after(empty, nudge(1))).toBe(empty);
  });

  it('deletes, duplicates and pastes; undo and redo lead through all of it', () => {
    const edits: BoxEdit[] = [
      { type: 'draw', area },
      { type: 'duplicate', size },
      { type: 'delete' },
      { type: 'paste', boxes: [{ ...dent, classKey: 'scratch' }] },
    ];
    const done = after(empty, ...edits);
    expect(boxesOf(done)).toEqual([dent, { ...dent, classKey: 'scratch' }]);
    const undone = after(done, { type: 'undo' }, { type: 'undo' });
    expect(boxesOf(undone)).toEqual([dent, { ...dent, x: 22, y: 32 }]);
    expect(boxesOf(after(undone, { type: 'redo' }, { type: 'redo' }))).toEqual(boxesOf(done));
    expect(boxesOf(after(done, { type: 'clear' }))).toEqual([]);
  });

  it('leads through boxes and then suggestions, and out at either end', () => {
    const editor = openEditor([dent], suggestions, 'dent');
    expect(neighbour(editor, 1)).toBe(1);
    expect(neighbour(after(editor, { type: 'select', id: 1 }), 1)).toBe(-1);
    expect(neighbour(after(editor, { type: 'select', id: -2 }), 1)).toBeUndefined();
    expect(neighbour(after(editor, { type: 'select', id: 1 }), -1)).toBeUndefined();
  });

  it('brings back by redo what was undone after it had been saved', () => {
    const editor = withUndone(openEditor([], [], 'dent'), [dent]);
    expect(boxesOf(editor)).toEqual([]);
    expect(boxesOf(after(editor, { type: 'redo' }))).toEqual([dent]);
  });
});

describe('what a model says of boxes', () => {
  it('is taken over one by one or all together, in the order of how sure it was', () => {
    const editor = openEditor([], suggestions, 'dent');
    expect(suggestions.map(({ classKey }) => classKey)).toEqual(['scratch', 'dent']);
    const one = after(editor, { type: 'accept', id: -2 });
    expect(boxesOf(one)).toEqual([{ classKey: 'dent', x: 0, y: 0, w: 320, h: 240 }]);
    expect(one.history.present.suggestions.map(({ id }) => id)).toEqual([-1]);
    const all = after(editor, { type: 'accept-all' });
    expect(isAccepted({ boxes: boxesOf(all) }, suggestions)).toBe(true);
    expect(isAccepted({ boxes: boxesOf(one) }, suggestions)).toBe(false);
  });

  it('can be dismissed, and that be undone', () => {
    const editor = openEditor([], suggestions, 'dent');
    const gone = after(editor, { type: 'select', id: -1 }, { type: 'delete' });
    expect(gone.history.present.suggestions.map(({ id }) => id)).toEqual([-2]);
    expect(after(gone, { type: 'undo' }).history.present.suggestions).toHaveLength(2);
    expect(after(editor, { type: 'dismiss-all' }).history.present.suggestions).toEqual([]);
  });

  it('of a class that is retired or not known waits for a class from a person', () => {
    const strange = suggestionsOf(
      { ...prediction, boxes: [{ label: 'old', classId: 2, score: 0.5, box: [0, 0, 1, 1] }] },
      classes,
      size,
    );
    expect(strange.map(({ classKey }) => classKey)).toEqual([undefined]);
    expect(labelOfSuggestions(strange)).toBeUndefined();
    expect(boxesOf(after(openEditor([], strange, undefined), { type: 'accept-all' }))).toEqual([]);
    const accepted = after(openEditor([], strange, 'scratch'), { type: 'accept', id: -1 });
    expect(boxesOf(accepted).map(({ classKey }) => classKey)).toEqual(['scratch']);
  });
});

describe('undo and redo', () => {
  it('select what came back or changed by them', () => {
    const done = after(empty, { type: 'draw', area }, { type: 'duplicate', size }, { type: 'undo' });
    expect(selectedBox(done)).toBeUndefined();
    expect(selectedBox(after(done, { type: 'redo' }))?.id).toBe(2);
    const gone = after(empty, { type: 'draw', area }, { type: 'delete' });
    expect(selectedBox(after(gone, { type: 'undo' }))?.id).toBe(1);
  });
});
