import type { ProcessRunner, ProjectionRunner } from '@tutti/contracts/system';
import { expect, test } from 'vitest';
import { inTrouble } from './in-trouble';

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
