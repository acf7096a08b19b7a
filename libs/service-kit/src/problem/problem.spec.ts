import { commonErrors } from '@tutti/contracts/common';
import { DomainError, type ErrorKind } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import { grpcCodeOf, httpStatusOf } from './kind-tables';
import { problemOf } from './problem';

const where = { instance: '/api/v1/devices', traceId: 'a'.repeat(32) };
const kinds = Object.keys(httpStatusOf) as ErrorKind[];

describe('the error tables', () => {
  test('are total and agree with the house table', () => {
    expect(kinds.map((kind) => [kind, httpStatusOf[kind], grpcCodeOf[kind]])).toEqual([
      ['invalid', 400, 'INVALID_ARGUMENT'],
      ['unauthenticated', 401, 'UNAUTHENTICATED'],
      ['forbidden', 403, 'PERMISSION_DENIED'],
      ['not-found', 404, 'NOT_FOUND'],
      ['already-exists', 409, 'ALREADY_EXISTS'],
      ['illegal-state', 409, 'FAILED_PRECONDITION'],
      ['stale-version', 412, 'ABORTED'],
      ['precondition-required', 428, 'FAILED_PRECONDITION'],
      ['too-large', 413, 'INVALID_ARGUMENT'],
      ['unprocessable', 422, 'INVALID_ARGUMENT'],
      ['quota', 429, 'RESOURCE_EXHAUSTED'],
      ['unavailable', 503, 'UNAVAILABLE'],
      ['unexpected', 500, 'INTERNAL'],
    ]);
    expect(Object.keys(grpcCodeOf)).toEqual(kinds);
  });

  test('every common error has a kind that both tables know', () => {
    for (const { kind, code } of Object.values(commonErrors))
      expect([code, httpStatusOf[kind], grpcCodeOf[kind]]).toEqual([
        code,
        expect.any(Number),
        expect.any(String),
      ]);
  });
});

describe('problemOf', () => {
  test.each(kinds)('%s answers with its status and its headers', (kind) => {
    const error = new DomainError({ code: `test.${kind}`, kind, title: 'Title' }, { detail: 'Do this.' });
    const { problem, headers, unexpected } = problemOf(error, where);
    expect(problem.status).toBe(httpStatusOf[kind]);
    expect(problem.traceId).toBe(where.traceId);
    expect('retry-after' in headers).toBe(kind === 'quota' || kind === 'unavailable');
    expect('www-authenticate' in headers).toBe(kind === 'unauthenticated');
    expect(headers['cache-control']).toBe('no-store');
    expect(unexpected).toBe(kind === 'unexpected');
  });

  test('a domain error in full', () => {
    const error = new DomainError(commonErrors['request.rate-limited'], {
      detail: 'Too many sign-ins.',
      params: { retryAfterSeconds: 6.2 },
      faults: [{ pointer: '/name', detail: 'too often' }],
    });
    expect(problemOf(error, where)).toEqual({
      problem: {
        type: 'urn:tutti:error:request.rate-limited',
        title: 'Too many requests',
        status: 429,
        detail: 'Too many sign-ins.',
        instance: '/api/v1/devices',
        code: 'request.rate-limited',
        traceId: where.traceId,
        errors: [{ pointer: '/name', detail: 'too often' }],
      },
      headers: { 'retry-after': '7', 'cache-control': 'no-store' },
      unexpected: false,
    });
  });

  test.each([
    ['an Error', new Error('password=hunter2')],
    ['a string', 'password=hunter2'],
    ['undefined', undefined],
    ['an unexpected domain error', new DomainError(commonErrors.unexpected, { detail: 'password=hunter2' })],
    ['an error that claims a 5xx', Object.assign(new Error('password=hunter2'), { statusCode: 502 })],
  ])('%s shows a trace id and nothing else', (_name, thrown) => {
    const { problem, unexpected } = problemOf(thrown, where);
    expect(JSON.stringify(problem)).not.toContain('hunter2');
    expect(problem).toMatchObject({ status: 500, code: 'unexpected', traceId: where.traceId });
    expect(unexpected).toBe(true);
  });
});
