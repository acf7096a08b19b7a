import { message, type Language, type SummaryFigures } from '@tutti/contracts/summary';
import { expect, test } from 'vitest';
import { busyFigures, composed, quietFigures } from './daily-summary.fixture';
import { summaryMessage } from './summary-message';

const factsOf = (figures: SummaryFigures, language: Language) =>
  summaryMessage(composed(figures), language).sections.flatMap(({ facts }) =>
    facts.map(({ name, value }) => `${name}: ${value}`),
  );

test('a day is told with its changes, in English', () => {
  expect(summaryMessage(composed(), 'en')).toMatchObject({
    key: 'summary:plant-1:2026-11-26:1',
    level: 'warning',
    title: 'Tutti daily summary · plant-1 · 2026-11-26',
    lead: '12,400 results; 41 of 44 edges online.',
  });
  expect(factsOf(busyFigures, 'en')).toEqual([
    'Online: 41 / 44',
    'Offline: 3',
    'Suspended: 2',
    'Waiting for approval: 1',
    'Changes: 2 registered, 1 retired, 5 times offline',
    'Results: 12,400 (+24% against the 7-day mean)',
    'Volume: 4.1 GB',
    'Mean score: 0.912 (-0.031 against the 7-day mean)',
    'Low scores: 31 (2 warnings)',
    'Failures: 7',
    'Pictures added: 120',
    'Labels: 118 given, 0 reviewed',
    'Versions frozen: 1',
    'Imports: 1 finished, 0 failed',
    'Runs: 1 succeeded, 0 failed, 0 cancelled',
    'Time trained: 1 hr 2 min',
    'Rollouts: 1 started, 1 finished, 0 stopped',
    'Edges: 39 confirmed, 1 rolled back, 0 failed',
  ]);
});

test('a day that is not over says so', () => {
  const { title } = summaryMessage({ ...composed(), soFar: true }, 'en');
  expect(title).toBe('Tutti daily summary · plant-1 · 2026-11-26, so far');
});

test('and in Korean; times are those of where the day is counted', () => {
  const { lead, sections } = summaryMessage(composed(), 'ko');
  expect(lead).toBe('결과 12,400건, 엣지 44대 중 41대 온라인.');
  expect(sections.flatMap(({ lines = [] }) => lines)).toEqual([
    'Bricks: 엣지 40대에서 결과 12,000건, 평균 점수 0.900',
    '외 2건',
    'Line 1: 실패 7건',
    'Line 2: 오류 1건 (camera)',
    'Line 1: 2026. 11. 20. 17:00부터',
    '외 2건',
    'Bricks v1.3: 성공, 1시간 2분, 0.970',
    'Autumn (Bricks v1.3): 완료, 39 / 40',
  ]);
});

test('a day at which nothing happened says so', () => {
  expect(summaryMessage(composed(quietFigures), 'en')).toMatchObject({
    level: 'info',
    lead: 'Nothing happened on this day: no results, no failures, no changes.',
  });
  expect(factsOf(quietFigures, 'en')).toEqual([
    'Online: 2 / 2',
    'Results: 0',
    'Mean score: none',
    'Failures: 0',
  ]);
});

test.each<Language>(['en', 'ko'])(
  'however much there is to say, a message stays within its bounds: %s',
  (language) => {
    const name = '가'.repeat(64);
    const many = <T>(one: T, n: number): T[] => Array.from({ length: n }, () => one);
    const [stream] = busyFigures.streams;
    const [offline] = busyFigures.offline;
    const [problem] = busyFigures.problems;
    const [run] = busyFigures.runs.newest;
    const [rollout] = busyFigures.rollouts.newest;
    const figures: SummaryFigures = {
      ...busyFigures,
      streams: stream ? many({ ...stream, name }, 50) : [],
      offline: offline ? many({ ...offline, name }, 20) : [],
      problems: problem ? many({ ...problem, name, detail: '나'.repeat(128) }, 10) : [],
      runs: { ...busyFigures.runs, newest: run ? many({ ...run, name }, 20) : [] },
      rollouts: {
        ...busyFigures.rollouts,
        newest: rollout ? many({ ...rollout, name, model: '다'.repeat(128) }, 20) : [],
      },
    };
    expect(() => message.parse(summaryMessage(composed(figures), language))).not.toThrow();
  },
);
