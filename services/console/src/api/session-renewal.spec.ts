import { expect, test } from 'vitest';
import { SessionRenewal, type RenewalHost } from './session-renewal';

/** A browser whose tabs share storage and lock. */
const browser = (answers: readonly boolean[]) => {
  let now = 100;
  let renewedAt = 0;
  let posts = 0;
  let queue = Promise.resolve();
  const host: RenewalHost = {
    lastRenewal: () => renewedAt,
    noteRenewal: (at) => (renewedAt = at),
    now: () => (now += 10),
    exclusively: (work) => {
      const done = queue.then(work);
      queue = done.then(
        () => undefined,
        () => undefined,
      );
      return done;
    },
    post: async () => answers[posts++] ?? false,
  };
  return { host, posts: () => posts };
};

test('all requests of all tabs renew once', async () => {
  const { host, posts } = browser([true]);
  const [one, other] = [new SessionRenewal(host), new SessionRenewal(host)];
  const renewed = await Promise.all([one.renew(100), one.renew(101), other.renew(102)]);
  expect(renewed).toEqual([true, true, true]);
  expect(posts()).toBe(1);
});

test('a request that was sent after the last renewal renews again', async () => {
  const { host, posts } = browser([true, true]);
  const renewal = new SessionRenewal(host);
  await renewal.renew(100);
  await renewal.renew(1_000);
  expect(posts()).toBe(2);
});

test('a refused renewal is said to all who wait, and is not held against the next', async () => {
  const { host } = browser([false, true]);
  const renewal = new SessionRenewal(host);
  expect(await Promise.all([renewal.renew(100), renewal.renew(100)])).toEqual([false, false]);
  expect(await renewal.renew(100)).toBe(true);
});
