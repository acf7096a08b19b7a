import { scoreBins, type SummaryFigures, type SummaryRow } from '@tutti/contracts/summary';
import type { ComposedSummary } from './summary-message';

const noChange = { results: null, meanScore: null, failures: null };

/** A fleet at which nothing happened. */
export const quietFigures: SummaryFigures = {
  devices: {
    registered: 2,
    suspended: 0,
    requested: 0,
    online: 2,
    offline: 0,
    changes: {
      requested: 0,
      registered: 0,
      rejected: 0,
      suspended: 0,
      resumed: 0,
      retired: 0,
      wentOnline: 0,
      wentOffline: 0,
    },
  },
  inference: {
    results: 0,
    volumeBytes: 0,
    failures: 0,
    meanScore: null,
    lowScores: 0,
    histogram: Array.from({ length: scoreBins }, () => 0),
    warnings: 0,
    change: noChange,
  },
  streams: [],
  moreStreams: 0,
  offline: [],
  problems: [],
  datasets: {
    created: 0,
    pictures: 0,
    labelled: 0,
    reviewed: 0,
    versions: 0,
    importsFinished: 0,
    importsFailed: 0,
  },
  runs: { succeeded: 0, failed: 0, cancelled: 0, trainSeconds: 0, newest: [] },
  rollouts: {
    started: 0,
    finished: 0,
    stopped: 0,
    devicesConfirmed: 0,
    devicesRolledBack: 0,
    devicesFailed: 0,
    newest: [],
  },
};

const streamId = '019ac2d0-0000-7000-8000-000000000001';

/** A day with everything in it. */
export const busyFigures: SummaryFigures = {
  devices: {
    ...quietFigures.devices,
    ...{ registered: 44, suspended: 2, requested: 1, online: 41, offline: 3 },
    changes: { ...quietFigures.devices.changes, registered: 2, retired: 1, wentOnline: 4, wentOffline: 5 },
  },
  inference: {
    results: 12_400,
    volumeBytes: 4_120_000_000,
    failures: 7,
    meanScore: 0.912,
    lowScores: 31,
    histogram: Array.from({ length: scoreBins }, (_, bin) => (bin < 19 ? 10 : 12_210)),
    warnings: 2,
    change: { results: 2400, meanScore: -0.031, failures: 7 },
  },
  streams: [
    {
      ...{ id: streamId, name: 'Bricks', results: 12_000, volumeBytes: 4_000_000_000, failures: 7 },
      ...{ meanScore: 0.9, lowScores: 31, devices: 40, change: noChange },
    },
  ],
  moreStreams: 2,
  offline: [{ id: 'a'.repeat(26), name: 'Line 1', site: 'Seoul', since: '2026-11-20T08:00:00.000Z' }],
  problems: [
    { kind: 'failing', id: 'a'.repeat(26), name: 'Line 1', count: 7, detail: null },
    { kind: 'faulted', id: 'b'.repeat(26), name: 'Line 2', count: 1, detail: 'camera' },
  ],
  datasets: { ...quietFigures.datasets, pictures: 120, labelled: 118, versions: 1, importsFinished: 1 },
  runs: {
    ...{ succeeded: 1, failed: 0, cancelled: 0, trainSeconds: 3720 },
    newest: [
      { id: streamId, name: 'Bricks', status: 'succeeded', version: 'v1.3', seconds: 3720, score: 0.97 },
    ],
  },
  rollouts: {
    ...{ started: 1, finished: 1, stopped: 0, devicesConfirmed: 39, devicesRolledBack: 1, devicesFailed: 0 },
    newest: [
      { id: streamId, name: 'Autumn', status: 'finished', model: 'Bricks v1.3', succeeded: 39, failed: 1 },
    ],
  },
};

export const rowOf = (edgeId: string): SummaryRow => ({
  ...{ edgeId, edgeName: 'Line 1', streamId, streamName: 'Bricks', modelVersion: 'v1.2' },
  ...{ solutionId: 'classifier', solutionName: 'Classification', solutionVersion: 1 },
  ...{ inferenceCount: 300, inferenceVolume: 90_000, failureCount: 0, meanScore: 0.912 },
  ...{ trainTime: 0, totalTrainTime: 3720, activation: true },
});

/** What was said of a day. */
export const composed = (figures: SummaryFigures = busyFigures): ComposedSummary => ({
  date: '2026-11-26',
  workspace: 'plant-1',
  timeZone: 'Asia/Seoul',
  revision: 1,
  figures,
  rows: { count: 0, digest: '0'.repeat(64), bytes: 2 },
});
