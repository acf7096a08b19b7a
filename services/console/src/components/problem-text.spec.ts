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
  expect(problemText(refusal, t)).toEqual({
    title: 'The request is malformed',
    detail: '',
    faults: ['name: is too long'],
    code: 'request.invalid',
    traceId: 'abc',
  });
  expect(fieldFault(refusal, '/name')).toBe('is too long');
  expect(fieldFault(refusal, '/site')).toBeUndefined();
});

test('no answer is told from a wrong one', () => {
  expect(problemText(new ConnectionError('x'), t).title).toBe('problem.connection');
  expect(problemText(new Error('boom'), t)).toMatchObject({ title: 'problem.unexpected', faults: ['boom'] });
});
