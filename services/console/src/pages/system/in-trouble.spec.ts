import type { ProcessRunner, ProjectionRunner } from '@tutti/contracts/system';
import { expect, test } from 'vitest';
import { inTrouble, verdictOf } from './in-trouble';

const runner = {
  phase: 'leading',
  ...{ name: 'devices', leader: true, ready: true, position: 7, target: 7 },
  ...{ lag: 0, error: null, trouble: null },
} as const;
const projection: ProjectionRunner = { ...runner, generation: 1, rebuild: null };
const process: ProcessRunner = { ...runner, name: 'run', parked: 0, outgoing: 0 };

test('a person looks at what is stopped or fails, and at what is parked', () => {
  expect(inTrouble({ projections: [projection], processes: [process], telemetry: [] })).toEqual([]);
  const stopped = { ...projection, phase: 'stopped' } as const;
  const parked = { ...process, parked: 2 };
  expect(inTrouble({ projections: [stopped], processes: [parked], telemetry: [] })).toEqual([
    { name: 'devices', what: 'stopped', count: 0 },
    { name: 'run', what: 'parked', count: 2 },
  ]);
});

test('all is well once every service has said so, and not when one does not answer', () => {
  const answer = { projections: [projection], processes: [process], telemetry: [] };
  const runs = { service: 'devices', answer, failed: false } as const;
  const waits = { service: 'training', answer: undefined, failed: false } as const;
  expect(verdictOf([runs, runs])).toBe('well');
  expect(verdictOf([runs, waits])).toBe('unknown');
  expect(verdictOf([runs, { ...waits, failed: true }])).toBe('trouble');
  const parked = { ...answer, processes: [{ ...process, parked: 2 }] };
  expect(verdictOf([waits, { ...runs, answer: parked }])).toBe('trouble');
});
