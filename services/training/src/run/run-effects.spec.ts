import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import { expect, test } from 'vitest';
import { RunCommands } from './run-commands';
import { runEffects } from './run-effects';
import { onSample, runId, streamId } from './run.fixture';
import { runDecider } from './run.decider';

const noon = new Date('2026-11-27T12:00:00.000Z');
const until = new Date('2026-11-27T13:00:00.000Z');
const full = new Error('maximum messages exceeded');

/** A run that is ready, in the line of its key behind others, and a queue that takes nothing. */
const readyRun = async ({
  behind = [],
  now,
}: {
  readonly behind?: readonly string[];
  readonly now: Date;
}) => {
  const aggregates = new Aggregates(new MemoryEventLog(), new MemorySnapshotStore());
  const commands = new RunCommands({ aggregates, vault: { mac: (_, key) => key } });
  await commands.tell(runId, { type: 'RequestRun', ...onSample }, {});
  for (const [index, one] of [...behind, runId].entries()) {
    const seen = [...behind, runId].slice(0, index);
    const { decider, id, command } = commands.line(streamId, {
      ...{ type: 'JoinLine', policy: 'queue', runId: one, seen },
    });
    await aggregates.handle(decider, id, command);
  }
  const queue = { put: () => Promise.reject(full), remove: () => Promise.resolve() };
  const effects = runEffects({ commands, queue, clock: { now: () => now } });
  const { TakeTurn } = effects;
  const context = {
    ...{ id: 'effect', instanceId: runId, metadata: { authId: 'process:run' } },
    signal: AbortSignal.timeout(60_000),
  };
  const handle = typeof TakeTurn === 'function' ? TakeTurn : TakeTurn.handle;
  return {
    effects,
    takeTurn: () => handle({ type: 'TakeTurn', runId, until: until.toISOString() }, context),
    run: async () => (await aggregates.load(runDecider, runId)).state,
    line: () => commands.lineOf(streamId),
  };
};

test('a run whose job cannot be put into the queue is tried again, for an hour', async () => {
  const { takeTurn, run } = await readyRun({ now: noon });
  await expect(takeTurn()).rejects.toBe(full);
  expect(await run()).toMatchObject({ status: 'waiting' });
});

test('after it the run fails, and its key is free', async () => {
  const { takeTurn, run, line } = await readyRun({ now: until });
  await takeTurn();
  expect(await run()).toMatchObject({ status: 'failed' });
  expect(await line()).toEqual([]);
});

test('one whose turn it is not waits on', async () => {
  const { takeTurn, run } = await readyRun({ behind: [streamId], now: until });
  await takeTurn();
  expect(await run()).toMatchObject({ status: 'waiting' });
});

test('nothing that a run needs to come to its end waits for a person', async () => {
  const { effects } = await readyRun({ now: noon });
  for (const effect of Object.values(effects)) expect(effect).toMatchObject({ neverPark: true });
});
