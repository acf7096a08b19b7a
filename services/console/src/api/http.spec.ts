import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connection, type Connection } from './connection';
import { answerTo, request } from './http';
import { ConnectionError } from './problem-error';

const gateway = (): Response => new Response('<h1>502 Bad Gateway</h1>', { status: 502 });
const service = (): Response => new Response('{}');

/** A server whose gateway answers for the service of rollouts, as long as that is down. */
const serve = (isDown: (path: string) => boolean): void => {
  vi.stubGlobal('fetch', async (url: string) => (isDown(url) ? gateway() : service()));
};

const ask = (path: string): Promise<void> =>
  request({ path }).then(
    () => undefined,
    (error: unknown) => expect(error).toBeInstanceOf(ConnectionError),
  );

const changes: Connection[] = [];
connection.subscribe(() => changes.push(connection.get()));

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  serve(() => false);
  await ask('/users');
  changes.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('as long as other services answer, one that does not is no lost connection', async () => {
  serve((path) => path.endsWith('/rollouts'));
  for (let times = 0; times < 10; times++) {
    await ask('/rollouts');
    vi.advanceTimersByTime(5_000);
    await ask('/users');
    vi.advanceTimersByTime(5_000);
  }
  expect(changes).toEqual([]);
});

test('when no service answers the connection is lost, until one does', async () => {
  serve(() => true);
  await ask('/rollouts');
  vi.advanceTimersByTime(16_000);
  await ask('/users');
  await ask('/rollouts');
  expect(changes).toEqual(['lost']);
  serve((path) => path.endsWith('/rollouts'));
  await ask('/rollouts');
  await ask('/users');
  await ask('/rollouts');
  expect(changes).toEqual(['lost', 'connected']);
});

test('where nobody answers at all the connection is lost at once', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  await ask('/users');
  expect(changes).toEqual(['lost']);
});

test('an answer tells the version of what it shows by its tag, be it a weak one', async () => {
  const tagged = async (etag: string): Promise<number | undefined> => {
    vi.stubGlobal('fetch', async () => new Response('{}', { headers: { etag } }));
    return (await answerTo({ path: '/summary-settings' })).version;
  };
  expect(await tagged('"3"')).toBe(3);
  expect(await tagged('W/"12"')).toBe(12);
  expect(await tagged('"0a41"')).toBeUndefined();
});
