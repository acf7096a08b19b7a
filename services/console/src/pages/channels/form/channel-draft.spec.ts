import type { Channel } from '@tutti/contracts/summary';
import { expect, test } from 'vitest';
import { changeOf, definitionOf, draftOf, newDraft, withCategories } from './channel-draft';

const address = 'https://hooks.example.com/one';
const draft = { ...newDraft('en'), name: 'Line', address };

test('a channel is defined once nothing is missing; who signs needs a secret', () => {
  expect(definitionOf({ ...draft, address: 'hooks' })).toBeUndefined();
  expect(definitionOf(draft)).toEqual({ name: 'Line', kind: 'teams', address, route: draft.route });
  expect(definitionOf({ ...draft, kind: 'webhook', secret: 'short' })).toBeUndefined();
  const secret = 'sixteen characters';
  expect(definitionOf({ ...draft, kind: 'webhook', secret })).toMatchObject({ kind: 'webhook', secret });
});

test('a summary server takes days and nothing else', () => {
  const secret = 'sixteen characters';
  const route = { summaries: true, notifications: null, language: 'en' };
  expect(definitionOf({ ...draft, kind: 'summary-server', secret })).toMatchObject({ route });
});

test('what is not touched stays as it is', () => {
  const channel: Channel = {
    ...{ id: '0199d0c0-0000-7000-8000-000000000001', name: 'Line', kind: 'teams', shownAs: 'example.com' },
    ...{
      route: draft.route,
      status: 'working',
      attention: null,
      attentionCode: null,
      fromEnvironment: false,
    },
    ...{ waiting: 0, lastAcceptedAt: null, version: 3 },
  };
  const known = draftOf(channel);
  expect(changeOf(known, channel)).toBeUndefined();
  expect(changeOf({ ...known, name: 'Line 2' }, channel)).toEqual({ name: 'Line 2' });
  expect(changeOf({ ...known, address }, channel)).toEqual({ address });
  const route = { ...known.route, summaries: false };
  expect(changeOf({ ...known, route }, channel)).toEqual({ route });
});

test('all categories are none in particular', () => {
  expect(withCategories(draft.route, ['score'], 8).notifications).toMatchObject({ categories: ['score'] });
  expect(withCategories(draft.route, [], 8).notifications).toEqual({ minimumLevel: 'error' });
});
