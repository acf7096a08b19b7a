import { describe, expect, test } from 'vitest';
import { PasswordHasher } from './password-hasher';
import { formatPhc, parsePhc } from './phc';
import { WorkQueue } from './work-queue';

const cheap = { memory: 64, passes: 1, parallelism: 1 };

describe('a password hash', () => {
  const hasher = new PasswordHasher(cheap);

  test('verifies its password and no other', async () => {
    const phc = await hasher.hash('pässword of mine');
    expect(await hasher.verify('pässword of mine', phc)).toEqual({ matches: true, outdated: false });
    expect(await hasher.verify('password of mine', phc)).toEqual({ matches: false, outdated: false });
  });

  test('has a salt of its own', async () => {
    expect(await hasher.hash('same')).not.toBe(await hasher.hash('same'));
  });

  test('by default costs what OWASP asks for', async () => {
    expect(await new PasswordHasher().hash('x')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('of nobody matches nothing', async () => {
    expect(await hasher.verify('', undefined)).toEqual({ matches: false, outdated: false });
  });

  test('that was made at another cost still verifies, and says that it is outdated', async () => {
    const old = await new PasswordHasher({ ...cheap, passes: 2 }).hash('mine');
    expect(await hasher.verify('mine', old)).toEqual({ matches: true, outdated: true });
    expect(await hasher.verify('other', old)).toEqual({ matches: false, outdated: false });
  });

  test('is the one of the reference implementation', async () => {
    // echo -n "password" | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32 (README and test.c of phc-winner-argon2)
    const known = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await hasher.verify('password', known)).toMatchObject({ matches: true });
    expect(formatPhc(parsePhc(known))).toBe(known);
  });

  test('of another kind is refused', () => {
    expect(() => parsePhc('$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$AAAA')).toThrow('unknown form');
  });
});

describe('the queue', () => {
  test('runs a few at a time, lets some wait and refuses the rest', async () => {
    const queue = new WorkQueue({ concurrent: 2, waiting: 1 });
    const gate = Promise.withResolvers<undefined>();
    let running = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await gate.promise;
      running--;
    };
    const accepted = [queue.run(work), queue.run(work), queue.run(work)];
    await expect(queue.run(work)).rejects.toMatchObject({ code: 'request.rate-limited' });
    gate.resolve(undefined);
    await Promise.all(accepted);
    expect(most).toBe(2);
    await queue.run(work);
  });

  test('goes on after a failure', async () => {
    const queue = new WorkQueue({ concurrent: 1, waiting: 1 });
    const failing = queue.run(() => Promise.reject(new Error('broken')));
    const next = queue.run(() => Promise.resolve(1));
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe(1);
  });
});
