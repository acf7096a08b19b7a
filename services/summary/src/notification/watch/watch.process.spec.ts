import type { DomainEvent, Process } from '@tutti/kernel';
import { eventSets } from '@tutti/contracts/catalogue';
import { describe, expect, test } from 'vitest';
import type { Tell } from '../tell/tell.process';
import { automaticRolloutWatchProcess } from './automatic-rollout-watch.process';
import { channelWatchProcess } from './channel-watch.process';
import { datasetWatchProcess } from './dataset-watch.process';
import { deviceWatchProcess } from './device-watch.process';
import { rolloutWatchProcess } from './rollout-watch.process';
import { runWatchProcess } from './run-watch.process';
import { tokenWatchProcess } from './token-watch.process';
import { minutes, Watched } from './watch.fixture';

const told = <State, Event extends DomainEvent>(
  process: Process<State, Event, Tell>,
  ...history: readonly (readonly [type: Event['type'], data?: object])[]
): readonly Tell[] => {
  const watched = new Watched(process);
  for (const [type, data = {}] of history) watched.at(0, { type, data } as unknown as Event);
  return watched.until(100 * 1440).told;
};

const counts = { added: 5, known: 0, labelled: 4, refused: 1 };

describe('people are told', () => {
  test('of imports that end', () => {
    const named = ['DatasetCreated', { name: 'Lids' }] as const;
    expect(told(datasetWatchProcess, named, ['ImportFinished', { counts }])).toMatchObject([
      {
        code: 'datasets.import-finished',
        source: { id: 'abc', name: 'Lids' },
        info: { added: 5, refused: 1 },
      },
    ]);
    const failure = { counts, code: 'archive.broken', message: 'It is cut off.' };
    expect(told(datasetWatchProcess, named, ['ImportFailed', failure])).toMatchObject([
      { code: 'datasets.import-failed', info: { message: 'It is cut off.' } },
    ]);
  });

  test('of runs that end, and of a model that does not pass its gate instead of its success', () => {
    const asked = ['RunRequested', { name: 'Lids' }] as const;
    const success = {
      name: 'Lids',
      solution: { key: 'tiny', version: 1 },
      metrics: { items: 9, accuracy: 0.9 },
    };
    expect(
      told(runWatchProcess, asked, ['RunSucceeded', { ...success, gate: { passes: true, reasons: [] } }]),
    ).toMatchObject([
      {
        code: 'training.run-succeeded',
        source: { name: 'Lids' },
        info: { solution: 'tiny 1', accuracy: 0.9 },
      },
    ]);
    const reasons = [
      { code: 'at-least', passes: false, found: 0.71, asked: 0.8 },
      { code: 'gain', passes: true, found: 0.1, asked: 0 },
      { code: 'class-loss', passes: false, classKey: 'lid-open', found: 0.12, asked: 0.05 },
    ];
    expect(
      told(runWatchProcess, asked, ['RunSucceeded', { ...success, gate: { passes: false, reasons } }]),
    ).toMatchObject([
      {
        code: 'training.gate-refused',
        info: {
          reasons: 'score 71.0 % (80.0 % asked for), recall of lid-open 12.0 points less (5.0 allowed)',
        },
      },
    ]);
    expect(told(runWatchProcess, asked, ['RunFailed', { code: 'x', message: 'No.' }])).toMatchObject([
      { code: 'training.run-failed', source: { name: 'Lids' }, info: { message: 'No.' } },
    ]);
    expect(told(runWatchProcess, asked, ['RunCancelled', {}])).toEqual([]);
  });

  test('of rollouts that wait, fail, pause behind a group and end; not of what a person did to them', () => {
    const planned = (approval: boolean) =>
      ['RolloutPlanned', { name: 'Autumn', approval, model: { name: 'lids', version: 'v1.1' } }] as const;
    expect(told(rolloutWatchProcess, planned(true))).toMatchObject([
      { code: 'deployment.rollout-waits', source: { name: 'Autumn' }, info: { model: 'lids v1.1' } },
    ]);
    const history = [
      planned(false),
      ['RolloutPaused', { cause: 'person' }],
      ['RolloutPaused', { cause: 'group-passed', group: 0 }],
      ['GroupFailed', { group: 1, failed: 3 }],
      ['RolloutPaused', { cause: 'errors', group: 1 }],
      ['RolloutFinished', { succeeded: 7, failed: 3, other: 0 }],
    ] as const;
    expect(told(rolloutWatchProcess, ...history)).toMatchObject([
      { code: 'deployment.rollout-paused', info: { group: 1 } },
      { code: 'deployment.rollout-failed', info: { group: 2, failed: 3 } },
      { code: 'deployment.rollout-finished', level: 'warning', info: { succeeded: 7, failed: 3 } },
    ]);
  });

  test('of models that do not go out by themselves', () => {
    const refusal = {
      streamId: 's',
      model: { name: 'lids', version: 'v1.2' },
      code: 'rollout.empty',
      message: 'No.',
    };
    expect(told(automaticRolloutWatchProcess, ['AutomaticRolloutRefused', refusal])).toMatchObject([
      { code: 'deployment.automatic-refused', source: { id: 's', name: 'lids' }, info: { message: 'No.' } },
    ]);
  });

  test('of channels that do not work', () => {
    const failure = { code: 'gone', httpStatus: 410, detail: 'The flow was deleted.' };
    const history = [
      ['ChannelDefined', { name: 'Line team' }],
      ['ChannelChanged', { name: 'Line 3' }],
      ['ChannelNeedsAttention', { failure }],
    ] as const;
    expect(told(channelWatchProcess, ...history)).toMatchObject([
      {
        code: 'system.channel-needs-attention',
        source: { name: 'Line 3' },
        info: { code: 'gone', httpStatus: '410' },
      },
    ]);
  });

  test('a day before an enrolment token ends that lived for long and can still be used', () => {
    const issued = (days: number) =>
      [
        'EnrolmentTokenIssued',
        {
          note: 'Spring',
          expiresAt: minutes(days * 1440).toISOString(),
          maxUses: 2,
          tags: {},
          autoAccept: true,
        },
      ] as const;
    const used = ['EnrolmentTokenUsed', { deviceId: 'd' }] as const;
    expect(told(tokenWatchProcess, issued(30), used)).toMatchObject([
      {
        code: 'security.enrolment-token-expires',
        source: { name: 'Spring' },
        at: minutes(29 * 1440).toISOString(),
      },
    ]);
    expect(told(tokenWatchProcess, issued(2))).toEqual([]);
    expect(told(tokenWatchProcess, issued(30), used, used)).toEqual([]);
    expect(told(tokenWatchProcess, issued(30), ['EnrolmentTokenRevoked'])).toEqual([]);
  });
});

test.each([
  datasetWatchProcess,
  runWatchProcess,
  automaticRolloutWatchProcess,
  rolloutWatchProcess,
  channelWatchProcess,
  tokenWatchProcess,
  deviceWatchProcess(5),
])(
  '$name knows every event of its subjects: an unknown one would stop it',
  ({ subjects, handles, ignores }) => {
    const known = new Set<string>([...handles, ...ignores]);
    const published = eventSets
      .filter(({ context, aggregate }) => subjects.includes(`evt.${context}.${aggregate}.*`))
      .flatMap(({ definitions }) => Object.keys(definitions));
    expect(published.filter((type) => !known.has(type))).toEqual([]);
  },
);
