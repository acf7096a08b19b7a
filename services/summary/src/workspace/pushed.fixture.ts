import { scoreBins, type PushedSummary, type SummaryFigures } from '@tutti/contracts/summary';

const changes = {
  ...{ requested: 0, registered: 1, rejected: 0, suspended: 0, resumed: 0, retired: 0 },
  ...{ wentOnline: 2, wentOffline: 1 },
};
const devices = { registered: 3, suspended: 0, requested: 0, online: 2, offline: 1, changes };
const change = { results: null, meanScore: null, failures: null };

/** Of a day with so many results. */
export const figuresOf = (results: number): SummaryFigures => ({
  devices,
  inference: {
    ...{ results, volumeBytes: 0, failures: 2, meanScore: results > 0 ? 0.9 : null, lowScores: 0 },
    ...{ warnings: 1, change, histogram: Array.from({ length: scoreBins }, () => 0) },
  },
  ...{ streams: [], moreStreams: 0, offline: [], problems: [] },
  datasets: {
    ...{ created: 0, pictures: 0, labelled: 0, reviewed: 0, versions: 0 },
    ...{ importsFinished: 0, importsFailed: 0 },
  },
  runs: { succeeded: 0, failed: 0, cancelled: 0, trainSeconds: 0, newest: [] },
  rollouts: {
    ...{ started: 0, finished: 0, stopped: 0, newest: [] },
    ...{ devicesConfirmed: 0, devicesRolledBack: 0, devicesFailed: 0 },
  },
});

const row = {
  ...{ edgeId: 'd1', edgeName: '라인 1', streamId: null, streamName: null, modelVersion: 'v1.0' },
  ...{ solutionId: null, solutionName: null, solutionVersion: null },
  ...{ inferenceCount: 10, inferenceVolume: 0, failureCount: 0, meanScore: 0.9 },
  ...{ trainTime: 0, totalTrainTime: 0, activation: true },
};

/** What a workspace pushes. */
export const pushedOf = (results: number, revision = 1): PushedSummary => ({
  revision,
  composedAt: '2026-11-27T00:05:00.000Z',
  timeZone: 'Asia/Seoul',
  consoleAt: 'https://tutti.busan.example',
  figures: figuresOf(results),
  rows: [row],
  rowsDigest: 'a'.repeat(64),
});
