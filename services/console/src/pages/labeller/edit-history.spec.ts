import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginHistory, changeHistory, redoHistory, undoHistory } from './edit-history';

test('as many steps back as there were lead to the beginning, and as many forth to the end', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 50 }), (steps) => {
      const states = steps.map((step) => ({ step }));
      const start = { step: -1 };
      const done = states.reduce((history, state) => changeHistory(history, state), beginHistory(start));
      let history = done;
      for (const _ of states) history = undoHistory(history);
      expect(history.present).toBe(start);
      expect(undoHistory(history)).toBe(history);
      for (const _ of states) history = redoHistory(history);
      expect(history.present).toBe(states.at(-1) ?? start);
      expect(redoHistory(history)).toBe(history);
    }),
  );
});

test('a change after an undo forgets what was undone', () => {
  const undone = undoHistory(changeHistory(beginHistory('a'), 'b'));
  expect(redoHistory(changeHistory(undone, 'c')).present).toBe('c');
});

test('changes of one name are one step', () => {
  let history = beginHistory(0);
  for (const x of [1, 2, 3]) history = changeHistory(history, x, 'nudge 7');
  history = changeHistory(history, 4, 'nudge 8');
  expect(undoHistory(history).present).toBe(3);
  expect(undoHistory(undoHistory(history)).present).toBe(0);
});

test('nothing changed is no step', () => {
  const history = beginHistory('a');
  expect(changeHistory(history, 'a')).toBe(history);
});
