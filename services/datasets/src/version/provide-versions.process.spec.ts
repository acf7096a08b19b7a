import { runEvents, type RunEvent } from '@tutti/contracts/training';
import type { Recorded } from '@tutti/kernel';
import { expect, test } from 'vitest';
import { provideVersionsProcess } from './provide-versions.process';

const runId = '0199c9a0-0000-7000-8000-000000000001';
const [first, second] = ['0199c9a0-0000-7000-8000-00000000000a', '0199c9a0-0000-7000-8000-00000000000b'];

const requested = (source: object) => ({
  kind: 'event' as const,
  recorded: { event: { type: 'RunRequested', data: { source } }, aggregateId: runId } as Recorded<RunEvent>,
});
const react = (input: Parameters<typeof provideVersionsProcess.react>[1]) =>
  provideVersionsProcess.react({}, input, runId);

test('each dataset of a run is asked for once: what was named by its number, the rest as it is now', () => {
  const data = [{ datasetId: first }, { datasetId: second, version: 3 }];
  expect(react(requested({ kind: 'datasets', data }))).toEqual({
    state: undefined,
    outgoing: [
      { type: 'ProvideVersion', runId, datasetId: first },
      { type: 'ProvideVersion', runId, datasetId: second, version: 3 },
    ],
  });
});

test('a run on data that its solution brings asks for nothing', () => {
  expect(react(requested({ kind: 'sample', name: 'digits' }))).toEqual({ state: undefined });
});

test('every event of a run is known: none stops the process', () => {
  const { handles, ignores } = provideVersionsProcess;
  expect([...handles, ...ignores].sort()).toEqual(Object.keys(runEvents.definitions).sort());
});
