import { expect, test } from 'vitest';
import { chooseChannels, type Known } from './choose-channels';

const date = '2026-11-20';
const route = { summaries: true, notifications: null, language: 'en' } as const;
const known: Known = {
  summary: { date, revision: 2 },
  channels: [
    { id: '1', name: 'has it', status: 'working', route },
    { id: '2', name: 'has the one before', status: 'working', route },
    { id: '3', name: 'twice', status: 'needs-attention', route },
    { id: '4', name: 'twice', status: 'off', route },
    { id: '5', name: 'takes none', status: 'working', route: { ...route, summaries: false } },
  ],
  deliveries: [
    { channelId: '1', about: { kind: 'summary', date, revision: 2 }, status: 'accepted' },
    { channelId: '2', about: { kind: 'summary', date, revision: 1 }, status: 'accepted' },
  ],
};

test('unless others are wished, those that take days and have not got this one', () =>
  expect(chooseChannels(known, {})).toEqual(['2', '3']));

test('all that take days', () => expect(chooseChannels(known, { all: true })).toEqual(['1', '2', '3']));

test('exactly those that are named, by name or id', () =>
  expect(chooseChannels(known, { channel: ['takes none', '4'] })).toEqual(['5', '4']));

test('a name that none or several have is refused with what to do', () => {
  expect(() => chooseChannels(known, { channel: ['gone'] })).toThrow(
    'No channel is called gone. There are: has it, has the one before, twice, twice, takes none.',
  );
  expect(() => chooseChannels(known, { channel: ['twice'] })).toThrow(
    'Several channels are called twice; give the id: 3, 4.',
  );
});
