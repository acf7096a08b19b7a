import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { ConnectionError, ProblemError, fieldFault } from '../api/problem-error';
import { problemLine, problemText } from './problem-text';

const t = ((key: string) => key) as TFunction<'console'>;
const refusal = new ProblemError({
  type: 'urn:tutti:error:request.invalid',
  title: 'The request is malformed',
  status: 400,
  detail: 'The request is malformed.',
  code: 'request.invalid',
  traceId: 'abc',
  errors: [
    { pointer: '/name', detail: 'must have at most 64 characters', code: 'too-long', params: { max: 64 } },
    { pointer: '/note', detail: 'is odd' },
  ],
});

test('a refusal says what, where and what to quote, and nothing twice', () => {
  expect(problemText(refusal, t, 'en')).toEqual({
    title: 'The request is malformed',
    detail: '',
    faults: ['name: must have at most 64 characters', 'note: is odd'],
    code: 'request.invalid',
    traceId: 'abc',
  });
  expect(fieldFault(refusal, '/name', 'en')).toBe('must have at most 64 characters');
  expect(fieldFault(refusal, '/site', 'en')).toBeUndefined();
});

test('a refusal is told in the language of the reader, by its code', () => {
  expect(problemText(refusal, t, 'ko').title).toBe('요청 형식이 올바르지 않습니다');
  const newer = new ProblemError({ ...refusal.problem, code: 'fleet.too-loud', title: 'Too loud' });
  expect(problemText(newer, t, 'ko').title).toBe('Too loud');
  // What has no code stays as the server said it.
  expect(problemText(refusal, t, 'ko').faults).toEqual(['name: 64자까지 쓸 수 있습니다', 'note: is odd']);
  expect(fieldFault(refusal, '/name', 'ko')).toBe('64자까지 쓸 수 있습니다');
});

test('in one line a problem says what, why and where', () => {
  const { errors: _, ...problem } = refusal.problem;
  const code = 'dataset-version.nothing-labelled';
  const unfit = new ProblemError({ ...problem, code, title: 'Nothing is labelled', detail: 'Label some.' });
  expect(problemLine(unfit, t, 'en')).toBe('Nothing is labelled. Label some.');
  expect(problemLine(refusal, t, 'en')).toBe(
    'The request is malformed. name: must have at most 64 characters. note: is odd.',
  );
});

test('no answer is told from a wrong one', () => {
  expect(problemText(new ConnectionError('x'), t, 'en').title).toBe('problem.connection');
  expect(problemText(new Error('boom'), t, 'en')).toMatchObject({
    title: 'problem.unexpected',
    faults: ['boom'],
  });
});
