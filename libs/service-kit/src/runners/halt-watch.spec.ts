import { systemClock } from '@tutti/kernel';
import { silentLogger, type DeadLetter, type ProcessReport } from '@tutti/runtime';
import { expect, test } from 'vitest';
import { HaltWatch } from './halt-watch';
import type { ManagedProcess } from './managed-runner';

const idle = { kind: 'process', name: 'tally', phase: 'following', leader: false, ready: true } as const;
const fine: ProcessReport = {
  ...{ ...idle, generation: 1, position: 7, target: 7, lag: null, error: null, trouble: null },
  ...{ parked: 0, outgoing: 0 },
};
type Kind = NonNullable<ProcessReport['trouble']>['kind'];
const halted = (kind: Kind, change: Partial<ProcessReport> = {}): ProcessReport => ({
  ...{ ...fine, phase: 'stopped', ready: false, target: 9, error: kind },
  ...{ trouble: { kind, position: null, service: null }, ...change },
});

/** One process of a service, as it stands by what the test says. */
const watching = () => {
  let now: ProcessReport = fine;
  let reports = 0;
  let unheard = false;
  const letters: DeadLetter[] = [];
  const report = () => {
    reports += 1;
    return Promise.resolve(now);
  };
  const unused = () => Promise.reject(new Error('not asked here'));
  const runner: ManagedProcess = { status: () => now, report, parked: unused, resume: unused, adopt: unused };
  const publish = async (letter: DeadLetter) => {
    if (unheard) throw new Error('no responders');
    letters.push(letter);
  };
  const watch = new HaltWatch({
    ...{ service: 'devices', runners: [runner], deadLetters: { publish } },
    ...{ clock: systemClock, logger: silentLogger },
  });
  const looks = async (times: number, at: (n: number) => ProcessReport) => {
    for (let n = 0; n < times; n += 1) {
      now = at(n);
      await watch.look();
    }
  };
  return { letters, looks, reports: () => reports, deaf: (is: boolean) => (unheard = is) };
};

test('what stands for a minute with something to take in is told, once', async () => {
  const { letters, looks } = watching();
  await looks(11, () => halted('unknown-event'));
  expect(letters).toEqual([]);
  await looks(100, () => halted('unknown-event'));
  expect(letters).toMatchObject([
    { service: 'devices', process: 'tally', instanceId: null, position: 7, error: 'unknown-event' },
  ]);
});

test('a replica of older code that stands by while others go on is no news', async () => {
  const { letters, looks } = watching();
  await looks(100, (n) => halted('newer-code', { position: 7 + n, target: 8 + n }));
  await looks(100, () => halted('newer-code', { position: 200, target: 200 }));
  expect(letters).toEqual([]);
});

test('it is, when nobody goes on', async () => {
  const { letters, looks } = watching();
  await looks(100, () => halted('newer-code', { position: 7, target: 7 }));
  await looks(12, () => halted('newer-code', { position: 7, target: 8 }));
  expect(letters).toHaveLength(1);
});

test('another log is told however short it is', async () => {
  const { letters, looks } = watching();
  await looks(12, () => halted('other-log', { position: 7, target: 2 }));
  expect(letters).toHaveLength(1);
});

test('so is work that fails and fails, though another replica has its turn in between', async () => {
  const { letters, looks } = watching();
  const failing: ProcessReport = { ...fine, phase: 'failing', target: 9, error: 'cannot store' };
  await looks(40, (n) => (n % 3 === 2 ? { ...failing, phase: 'following', error: null } : failing));
  expect(letters).toMatchObject([{ error: 'cannot store' }]);
});

test('what passes is nobody’s business, and what goes well is not looked at', async () => {
  const { letters, looks, reports } = watching();
  await looks(3, () => halted('unknown-event'));
  await looks(100, () => ({ ...fine, target: 9 }));
  expect(letters).toEqual([]);
  expect(reports()).toBeLessThan(10);
});

test('what was mended and stands again further on is told again; what nobody heard is told again', async () => {
  const { letters, looks, deaf } = watching();
  await looks(12, () => halted('unknown-event'));
  deaf(true);
  await looks(20, () => halted('unknown-event', { position: 8 }));
  expect(letters).toHaveLength(1);
  deaf(false);
  await looks(1, () => halted('unknown-event', { position: 8 }));
  expect(letters.map(({ position }) => position)).toEqual([7, 8]);
});
