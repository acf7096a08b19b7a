import type { Model, Stream } from '@tutti/contracts/training';
import { expect, test } from 'vitest';
import { ProblemError } from '../../api/problem-error';
import {
  firstPlan,
  foundModel,
  isLate,
  needsReason,
  planOf,
  previewOf,
  wholeDraft,
  type PlannedModel,
} from './plan-draft';

const names = { canary: 'Canary', few: 'First 10%', rest: 'The rest', all: 'All devices' };
const draft = firstPlan(names);
const now = Date.parse('2026-11-27T12:00:00Z');

const model = {
  id: '0190a3e2-7c1f-7b3a-9d61-0123456789ab',
  name: 'Meters',
  modelVersion: 'v1.2',
  gate: { passes: true, reasons: [] },
} as unknown as Model;
const planned: PlannedModel = { model, warningScore: 0.6, streamTarget: 'site==Seoul' };
const held: PlannedModel = { ...planned, model: { ...model, gate: { passes: false, reasons: [] } } };

test('whoever only chose a model has a plan: named like it, for the devices of its stream', () => {
  expect(planOf(draft, planned, now)).toMatchObject({
    name: 'Meters v1.2',
    modelId: model.id,
    target: { kind: 'filter', filter: 'site==Seoul' },
    confirmation: { floor: 0.6 },
  });
});

test('what was typed goes before what follows from the model', () => {
  const typed = {
    ...draft,
    name: 'Night shift',
    target: { kind: 'all' as const, filter: '', groupId: '', deviceIds: [] },
  };
  expect(planOf(typed, planned, now)).toMatchObject({
    name: 'Night shift',
    target: { kind: 'filter', filter: 'lifecycle==registered' },
  });
  expect(planOf({ ...draft, name: ' ' }, planned, now)).toBeUndefined();
});

test('the longest name of a model still makes a name', () => {
  const long = { ...planned, model: { ...model, name: 'm'.repeat(64) } };
  expect(wholeDraft(draft, long).name).toHaveLength(64);
  expect(planOf(draft, long, now)).toBeDefined();
});

test('a model whose gate says no goes out for a reason only; what it would do is shown before', () => {
  expect(needsReason(held)).toBe(true);
  expect(planOf({ ...draft, force: ' ' }, held, now)).toBeUndefined();
  expect(previewOf(draft, held)).toBeDefined();
  expect(planOf({ ...draft, force: ' Trial ' }, held, now)?.force).toBe('Trial');
  expect(planOf({ ...draft, force: 'Trial' }, planned, now)).not.toHaveProperty('force');
});

test('times are sent with the plan, and not asked about', () => {
  const timed = { ...draft, starting: 'at' as const, startAt: '2030-01-01T08:00', joining: true };
  const plan = planOf(timed, planned, now);
  expect(plan?.startAt).toBe(new Date('2030-01-01T08:00').toISOString());
  expect(plan?.joinUntil).toBe(new Date('2030-01-02T08:00').toISOString());
  expect(planOf({ ...timed, starting: 'now' }, planned, now)?.joinUntil).toBe('2026-11-28T12:00:00.000Z');
  const preview = previewOf(timed, planned);
  expect(preview?.modelId).toBe(model.id);
  expect(preview).not.toHaveProperty('startAt');
  expect(preview).not.toHaveProperty('joinUntil');
  expect(planOf({ ...timed, startAt: '' }, planned, now)).toBeUndefined();
  expect(planOf({ ...timed, joinHours: '' }, planned, now)).toBeUndefined();
});

test('a start that has passed is no plan', () => {
  const late = { ...draft, starting: 'at' as const, startAt: '2026-11-26T08:00' };
  expect(isLate(late, now)).toBe(true);
  expect(planOf(late, planned, now)).toBeUndefined();
  expect(isLate({ ...late, starting: 'now' }, now)).toBe(false);
  expect(planOf({ ...late, starting: 'now' }, planned, now)).toBeDefined();
});

const refusal = (status: number): ProblemError =>
  new ProblemError({ type: 'about:blank', title: 'No', status, code: `http.${status}` });

test('a stream that cannot be read is not taken for one that says nothing', () => {
  const waits = { data: undefined, error: null };
  const ofStream = { data: { ...model, streamId: 's1' }, error: null };
  const stream = { warningScore: 0.6, target: 'site==Seoul' } as Stream;
  const silent = { warningScore: null, streamTarget: '' };
  expect(foundModel(waits, waits)).toEqual({ error: null });
  expect(foundModel({ ...waits, error: refusal(404) }, waits)).toEqual({ error: refusal(404) });
  expect(foundModel({ ...ofStream, data: { ...model, streamId: null } }, waits).planned).toMatchObject(
    silent,
  );
  expect(foundModel(ofStream, waits)).toEqual({ error: null });
  expect(foundModel(ofStream, { ...waits, error: refusal(503) })).toEqual({ error: refusal(503) });
  expect(foundModel(ofStream, { ...waits, error: refusal(404) }).planned).toMatchObject(silent);
  const known = { warningScore: 0.6, streamTarget: 'site==Seoul' };
  expect(foundModel(ofStream, { data: stream, error: refusal(503) }).planned).toMatchObject(known);
});
