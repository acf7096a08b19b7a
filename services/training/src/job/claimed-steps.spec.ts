import { expect, test } from 'vitest';
import { ofClaimedSteps } from './claimed-steps';

const run = { steps: ['load', 'train', 'judge'] };
const report = { claimId: 'one', seq: 3, step: 'train', progress: 0.5 };
const before = { step: 'load', progress: 0.9 };

test('steps that the claim did not name are left out', () =>
  expect(ofClaimedSteps(run, { ...report, skipped: ['judge', 'dance'] }, before)).toEqual({
    ...report,
    skipped: ['judge'],
  }));

test('a report at one of them leaves the run where it is; its lines and points are kept', () =>
  expect(ofClaimedSteps(run, { ...report, step: 'dance', lines: ['one'] }, before)).toEqual({
    ...report,
    ...before,
    skipped: [],
    lines: ['one'],
  }));
