import { trainingErrors, type StreamEvent, type Trigger } from '@tutti/contracts/training';
import { given } from '@tutti/testing';
import { afterAll, expect, test } from 'vitest';
import { streamDecider, type StreamCommand } from './stream.decider';
import { created } from './stream.fixture';

const create: StreamCommand = { ...created.data, type: 'CreateStream' };
const deleted: StreamEvent = { type: 'StreamDeleted', data: {} };
const trigger: Trigger = {
  active: true,
  schedule: { cron: '0 */3 * * *', timeZone: 'Asia/Seoul' },
  conditions: [],
  coolDownMinutes: 0,
};

const refused = new Set<string>();
const refuses = (
  events: readonly StreamEvent[],
  command: StreamCommand,
  code: keyof typeof trainingErrors,
): void => {
  refused.add(code);
  given(streamDecider, ...events)
    .when(command)
    .isRefused(code);
};

/** Seen at the door, of no decider. */
const atTheDoor = ['stream.parameters-unfit', 'stream.dataset-unfit', 'stream.version-unknown'];

afterAll(() => {
  const mine = Object.keys(trainingErrors).filter((code) => code.startsWith('stream.'));
  expect([...refused, ...atTheDoor].sort()).toEqual(mine.sort());
});

test('a stream is created once, with a gate that its task has', () => {
  given(streamDecider).when(create).gives(created);
  refuses([created], create, 'stream.already-created');
  refuses([created, deleted], create, 'stream.already-created');
  refuses([], { ...create, gate: { metric: 'map50' } }, 'stream.gate-unfit');
});

test('is reconfigured by what differs; null removes', () => {
  given(streamDecider, created)
    .when({ type: 'ReconfigureStream', name: 'Lids', warningScore: null, tags: { line: '4' } })
    .gives({ type: 'StreamReconfigured', data: { warningScore: null, tags: { line: '4' } } });
  const same = { type: 'ReconfigureStream', tags: { line: '3' }, description: 'From line 3' } as const;
  refuses([created], same, 'stream.nothing-changed');
  refuses([created], { type: 'ReconfigureStream', gate: { metric: 'map50' } }, 'stream.gate-unfit');
  refuses([], { type: 'ReconfigureStream', name: 'Caps' }, 'stream.not-found');
});

test('gets a trigger, and loses it', () => {
  const set: StreamEvent = { type: 'StreamTriggerSet', data: { trigger } };
  given(streamDecider, created).when({ type: 'SetTrigger', trigger }).gives(set);
  refuses([created, set], { type: 'SetTrigger', trigger }, 'stream.nothing-changed');
  refuses([created], { type: 'SetTrigger', trigger: null }, 'stream.nothing-changed');
  given(streamDecider, created, set)
    .when({ type: 'SetTrigger', trigger: null })
    .gives({ type: 'StreamTriggerSet', data: { trigger: null } });
});

test('moves to another version of its solution', () => {
  const data = { version: 2, parameters: { inputSize: 224 } };
  given(streamDecider, created)
    .when({ type: 'MoveStream', ...data })
    .gives({ type: 'StreamMovedToSolution', data });
  refuses([created], { type: 'MoveStream', version: 1, parameters: {} }, 'stream.nothing-changed');
});

test('is deleted unless a run is under way, and is gone then', () => {
  given(streamDecider, created).when({ type: 'DeleteStream', isTraining: false }).gives(deleted);
  refuses([created], { type: 'DeleteStream', isTraining: true }, 'stream.training');
  refuses([created, deleted], { type: 'DeleteStream', isTraining: false }, 'stream.not-found');
});
