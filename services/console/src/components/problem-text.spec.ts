import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { ConnectionError, ProblemError, fieldFault } from '../api/problem-error';
import { problemText } from './problem-text';

const t = ((key: string) => key) as TFunction<'console'>;
const refusal = new ProblemError({
  type: 'urn:tutti:error:request.invalid',
  title: 'The request is malformed',
  status: 400,
  detail: 'The request is malformed.',
  code: 'request.invalid',
  traceId: 'abc',
  errors: [{ pointer: '/name', detail: 'is too long' }],
});

test('a refusal says what, where and what to quote, and nothing twice', () => {
  expect(problemText(refusal, t, 'en')).toEqual({
    title: 'The request is malformed',
    detail: '',
    faults: ['name: is too long'],
    code: 'request.invalid',
    traceId: 'abc',
  });
  expect(fieldFault(refusal, '/name')).toBe('is too long');
  expect(fieldFault(refusal, '/site')).toBeUndefined();
});

test('a refusal is told in the language of the reader, by its code', () => {
  expect(problemText(refusal, t, 'ko').title).toBe('요청 형식이 올바르지 않습니다');
  const newer = new ProblemError({ ...refusal.problem, code: 'fleet.too-loud', title: 'Too loud' });
  expect(problemText(newer, t, 'ko').title).toBe('Too loud');
});

test('no answer is told from a wrong one', () => {
  expect(problemText(new ConnectionError('x'), t, 'en').title).toBe('problem.connection');
  expect(problemText(new Error('boom'), t, 'en')).toMatchObject({
    title: 'problem.unexpected',
    faults: ['boom'],
  });
});
