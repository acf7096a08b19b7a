import { createUser } from '@nats-io/nkeys';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createLog } from '../log';
import { LogTail, redacted } from './log-tail';

describe('the tail of the log', () => {
  it('holds what the log says, oldest first', () => {
    const tail = new LogTail();
    const log = createLog('info', false, tail, pino.destination('/dev/null'));
    log.info({ n: 1 }, 'one');
    log.debug('not said');
    log.warn('two');
    const { text, lines } = tail.read(10, 10_000, []);
    expect(lines).toBe(2);
    expect(
      text.split('\n').map((line) => (line === '' ? '' : (JSON.parse(line) as { msg: string }).msg)),
    ).toEqual(['one', 'two', '']);
  });

  it('gives the newest that fit', () => {
    const tail = new LogTail();
    for (let n = 0; n < 12_000; n++) tail.push(`line ${n}\n`);
    expect(tail.read(2, 1000, [])).toEqual({ text: 'line 11998\nline 11999\n', lines: 2 });
    expect(tail.read(5000, 25, []).text).toBe('line 11998\nline 11999\n');
    expect(tail.read(100_000, 1e9, []).lines).toBe(5000);
  });

  it('cuts a line that is too long', () => {
    const tail = new LogTail();
    tail.push('x'.repeat(100_000));
    expect(tail.read(1, 1e9, []).text.length).toBeLessThan(5000);
  });
});

describe('a line is given without', () => {
  const seed = new TextDecoder().decode(createUser().getSeed());
  const jwt = 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl';
  it.each([
    ['the seed of a key', `seed is ${seed}`, seed],
    ['a token', `{"jwt":"${jwt}"}`, 'eyJ'],
    ['a token in a sentence', `got ${jwt} from`, 'eyJ'],
    ['an authorization header', 'authorization: Tutti-Device abc.def.ghi', 'abc.def'],
    ['a bearer', 'Bearer s3cr3t-t0ken', 's3cr3t'],
    ['a password in an address', 'nats://me:s3cr3t@host:4222 failed', 's3cr3t'],
    ['a field that is called so', '{"enrolmentToken":"s3cr3t","n":1}', 's3cr3t'],
    ['what it knows to be secret', 'the word is hunter2!', 'hunter2'],
  ])('%s', (_, line, secret) => {
    expect(line).toContain(secret);
    const clean = redacted(line, ['hunter2']);
    expect(clean).not.toContain(secret);
  });

  it('but with everything else', () =>
    expect(redacted('{"msg":"Model digits v1.0 loaded"}', [])).toBe('{"msg":"Model digits v1.0 loaded"}'));
});
