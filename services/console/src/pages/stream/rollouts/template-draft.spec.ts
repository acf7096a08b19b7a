import { expect, test } from 'vitest';
import { templateDraftOf, templateOf } from './template-draft';

const names = { canary: 'Canary', few: 'First 10%', rest: 'The rest', all: 'All devices' };
const stream = { target: 'site==Seoul', warningScore: 0.6 };

test('without a template the form begins with what suits most: a canary among the devices of the stream', () => {
  const draft = templateDraftOf(undefined, stream, names);
  const template = templateOf(draft, stream);
  expect(template).toMatchObject({
    active: true,
    target: { kind: 'filter', filter: 'site==Seoul' },
    confirmation: { floor: 0.6 },
  });
  expect(template).not.toHaveProperty('joinHours');
});

test('what was saved is what the form shows next, also switched off', () => {
  const draft = templateDraftOf(undefined, stream, names);
  const saved = templateOf({ ...draft, active: false, joining: true, joinHours: 12 }, stream);
  expect(saved).toMatchObject({ active: false, joinHours: 12 });
  expect(templateOf(templateDraftOf(saved, stream, names), stream)).toEqual(saved);
});

test('a draft that could not be taken is no template', () => {
  const draft = templateDraftOf(undefined, stream, names);
  expect(templateOf({ ...draft, perMinute: '' }, stream)).toBeUndefined();
  expect(templateOf({ ...draft, joining: true, joinHours: '' }, stream)).toBeUndefined();
});
