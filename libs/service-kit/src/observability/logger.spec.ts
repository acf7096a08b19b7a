import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createLogger } from './logger';
import { NestLogger } from './nest-logger';
import { withSpan } from './span';
import { currentTraceparent } from './trace-context';

const capture = () => {
  const lines: string[] = [];
  const destination = new PassThrough();
  destination.on('data', (chunk: Buffer) => lines.push(...chunk.toString().split('\n').filter(Boolean)));
  const logger = createLogger({ name: 'test', level: 'debug', destination });
  return { logger, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
};

test('hides secrets at the top and inside', () => {
  const { logger, lines } = capture();
  logger.info({
    authorization: 'hunter1',
    req: { headers: { cookie: 'hunter2' } },
    user: { password: 'hunter3' },
  });
  logger.info({ 'set-cookie': 'hunter4', session: { accessToken: 'hunter5' }, seed: 'hunter6' });
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toContain('hunter');
  expect(lines.join().split('(hidden)')).toHaveLength(7);
});

test('a value cannot forge a line', () => {
  const { logger, lines, parsed } = capture();
  const forged = 'x\n{"level":60,"msg":"root signed in"}\r\u2028';
  logger.info({ path: forged }, forged);
  expect(lines).toHaveLength(1);
  expect(parsed()[0]).toMatchObject({ path: forged, msg: forged });
});

test('lines bear the trace in which they were written', async () => {
  const { logger, parsed } = capture();
  await withSpan('work', {}, async () => {
    await new Promise(setImmediate);
    logger.info('inside');
    expect(currentTraceparent()).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });
  logger.info('outside');
  expect(parsed()[0]?.['traceId']).toMatch(/^[0-9a-f]{32}$/);
  expect(parsed()[1]).not.toHaveProperty('traceId');
  expect(currentTraceparent()).toBeUndefined();
});

test('an error is logged with its stack, and so is its cause', () => {
  const { logger, lines } = capture();
  new NestLogger(logger).error(new Error('outer', { cause: new Error('inner') }), 'Module');
  new NestLogger(logger).error('text', 'stack here', 'Module');
  expect(lines[0]).toContain('inner');
  expect(lines[0]).toContain('logger.spec');
  expect(lines[1]).toContain('stack here');
});
