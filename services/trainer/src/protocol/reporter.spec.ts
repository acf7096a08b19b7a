import type { JobReport, ReportAnswer } from '@tutti/contracts/training';
import { expect, it } from 'vitest';
import { HttpRefusal } from './http-refusal';
import { Reporter } from './reporter';

const claimId = '0199c9a0-0000-7000-8000-000000000001';

/** Answers each report when the test says so. */
const listener = (answer: ReportAnswer | Error = { stop: false, reason: '' }) => {
  const refusals: string[] = [];
  const reports: JobReport[] = [];
  const stops: string[] = [];
  const gate = Promise.withResolvers<undefined>();
  const reporter = new Reporter({
    claimId,
    step: 'look',
    restMs: 0,
    silenceMs: 1,
    send: async (report) => {
      reports.push(report);
      await gate.promise;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    onStop: (reason) => void stops.push(reason),
    onRefused: ({ code }) => void refusals.push(code),
  });
  return { reporter, reports, stops, refusals, open: () => gate.resolve(undefined) };
};

it('speaks at once, and joins what is told until it may speak again, step by step', async () => {
  const { reporter, reports, open } = listener();
  const point = (step: number) => ({ series: 'loss', step, value: 1 });
  reporter.tell({ step: 'look', progress: 0.5, lines: ['a'], points: [point(1)] });
  reporter.tell({ step: 'look', progress: 1, lines: ['b'], points: [point(2)] });
  reporter.tell({ step: 'learn', progress: null, skipped: ['shrink'] });
  open();
  await reporter.finish();
  expect(reports.slice(0, 3)).toMatchObject([
    { claimId, seq: 1, step: 'look', progress: 0 },
    { seq: 2, step: 'look', progress: 1, lines: ['a', 'b'], points: [point(1), point(2)] },
    { seq: 3, step: 'learn', progress: null, skipped: ['shrink'] },
  ]);
});

it('never says more in one report than the protocol allows, and loses none of it', async () => {
  const { reporter, reports, open } = listener();
  const points = Array.from({ length: 1200 }, (_, step) => ({ series: 'loss', step, value: 1 }));
  const lines = Array.from({ length: 450 }, (_, at) => `${at} ${'x'.repeat(3000)}`);
  reporter.tell({ step: 'learn', progress: 7, points, lines, message: 'm'.repeat(300) });
  open();
  await reporter.finish();
  expect(reports.flatMap((report) => report.points ?? [])).toEqual(points);
  expect(reports.flatMap((report) => report.lines ?? []).map((line) => line.split(' ')[0])).toEqual(
    lines.map((line) => line.split(' ')[0]),
  );
  for (const report of reports) {
    expect(report.points?.length ?? 0).toBeLessThanOrEqual(500);
    expect(report.lines?.length ?? 0).toBeLessThanOrEqual(50);
    expect(report.progress).toBeLessThanOrEqual(1);
    expect(report.message?.length ?? 0).toBeLessThanOrEqual(256);
    for (const line of report.lines ?? []) expect(line.length).toBeLessThanOrEqual(2000);
  }
});

it('says nothing more once it was told to stop', async () => {
  const { reporter, reports, stops, open } = listener({ stop: true, reason: 'cancelled' });
  reporter.tell({ step: 'look', progress: 1 });
  open();
  await expect.poll(() => stops).toEqual(['cancelled']);
  reporter.tell({ step: 'learn', progress: 1 });
  await reporter.finish();
  expect(reports).toHaveLength(1);
});

it('tells a refusal from being told to stop, and says nothing more after either', async () => {
  const refused = listener(new HttpRefusal(413, 'request.too-large', 'Too large.'));
  refused.open();
  await expect.poll(() => refused.refusals).toEqual(['request.too-large']);
  expect([refused.stops, refused.reports.length]).toEqual([[], 1]);
});

it('leaves out what no curve can show', async () => {
  const { reporter, reports, open } = listener();
  const values = [1, NaN, Infinity, 2];
  reporter.tell({
    ...{ step: 'learn', progress: null },
    points: values.map((value, step) => ({ series: 'loss', step, value })),
  });
  open();
  await reporter.finish();
  expect(reports.flatMap(({ points }) => points ?? []).map(({ value }) => value)).toEqual([1, 2]);
});

it('speaks on while there is nothing to tell: silence looks like death', async () => {
  const { reporter, reports, open } = listener();
  open();
  await expect.poll(() => reports.length).toBeGreaterThan(2);
  await reporter.finish();
  expect(new Set(reports.map(({ step, progress }) => `${step} ${progress}`))).toEqual(new Set(['look 0']));
});
