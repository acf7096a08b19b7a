import type { LabelSchemaEvent } from '@tutti/contracts/datasets';
import type { Recorded } from '@tutti/kernel';
import { expect, test } from 'vitest';
import { relabelProcess, type RelabelState } from './relabel.process';

const at = new Date('2026-11-27T08:00:00Z');
const seen = (event: LabelSchemaEvent, aggregateVersion = 4) => ({
  kind: 'event' as const,
  recorded: {
    event,
    aggregateId: 's',
    aggregateVersion,
    position: 70,
    time: at,
  } as Recorded<LabelSchemaEvent>,
});
const react = (state: RelabelState, input: Parameters<typeof relabelProcess.react>[1]) =>
  relabelProcess.react(state, input, 's');

const mark = {
  type: 'MarkItems',
  schemaId: 's',
  cause: 'class-changed',
  classKey: 'ok',
  schemaVersion: 4,
  position: 70,
} as const;

test('a class that means something else is marked now and once more, for labels that were on their way', () => {
  const first = react({}, seen({ type: 'ClassChanged', data: { key: 'ok', relabel: true } }));
  expect(first).toEqual({
    state: { 'ok.4': mark },
    outgoing: [mark],
    timers: [{ name: 'ok.4', at: new Date('2026-11-27T08:01:00Z') }],
  });
  expect(react(first.state ?? {}, { kind: 'timer', name: 'ok.4', at })).toEqual({
    state: undefined,
    outgoing: [mark],
  });
});

test('a class that only looks different concerns nobody', () => {
  expect(
    react({}, seen({ type: 'ClassChanged', data: { key: 'ok', colour: '#000000', relabel: false } })),
  ).toEqual({
    state: undefined,
  });
});

test('each change has its own time', () => {
  const first = react({}, seen({ type: 'ClassChanged', data: { key: 'ok', relabel: true } }));
  const second = react(first.state ?? {}, seen({ type: 'ClassRetired', data: { key: 'dent' } }, 5));
  expect(Object.keys(second.state ?? {})).toEqual(['ok.4', 'dent.5']);
  expect(react(second.state ?? {}, { kind: 'timer', name: 'ok.4', at }).state).toMatchObject({
    'dent.5': { cause: 'class-retired' },
  });
});
