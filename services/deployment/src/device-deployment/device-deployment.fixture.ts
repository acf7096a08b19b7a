import type { DeploymentEvent, DeploymentReport, DeploymentWish } from '@tutti/contracts/deployment';
import type { DeploymentOffer, DeviceDeploymentCommand } from './device-deployment.decider';

export const deviceId = 'd'.repeat(26);
export const another = 'e'.repeat(26);
export const rolloutId = '0199c9a0-0000-7000-8000-000000000001';
export const offeredAt = new Date('2026-11-26T12:00:00.000Z');
const about = { deviceId, rolloutId, group: 0 };

export const model: DeploymentWish['model'] = {
  modelId: '0199c9a0-0000-7000-8000-000000000002',
  name: 'digits',
  version: 'v1.3',
  task: 'image-classification',
  artifact: { digest: 'a'.repeat(64), bytes: 1000 },
};
export const previous = { name: 'digits', version: 'v1.2', digest: 'b'.repeat(64) };
export const failure = { code: 'score.low', message: 'The mean score is 0.4.' };
export const comparison = {
  frames: 10,
  agreement: 0.9,
  current: { meanScore: 0.8, latencyMs: 4 },
  candidate: { meanScore: 0.9, latencyMs: 3, failures: 0 },
};

export const wish: DeploymentWish = {
  model,
  mode: 'replace',
  confirmation: { results: 20, minutes: 30, floor: 0.7, whenSilent: 'roll-back' },
  windows: [{ from: '02:00', to: '04:00', timeZone: 'Asia/Seoul' }],
  jitterSeconds: 60,
};
export const offer = (changes: Partial<DeploymentOffer> = {}): DeploymentOffer => ({
  ...about,
  attempt: 1,
  plannedAt: '2026-11-26T11:00:00.000Z',
  wish,
  stepMinutes: { accept: 1440, download: 120, install: 30, activate: 60 },
  ...changes,
});
export const shadowOffer = offer({ wish: { ...wish, mode: 'shadow', shadowMinutes: 90 } });

type DataOf<Type extends DeploymentEvent['type']> = Extract<DeploymentEvent, { type: Type }>['data'];
type Rest<Type extends DeploymentEvent['type']> = Omit<DataOf<Type>, keyof typeof about>;

/** An event with what every event of the deployment says. */
export const told = <Type extends DeploymentEvent['type']>(type: Type, rest: Rest<Type>): DeploymentEvent =>
  ({ type, data: { ...about, ...rest } }) as DeploymentEvent;

export const until = '2026-11-26T17:00:00.000Z';
export const laterUntil = '2026-11-27T17:00:00.000Z';
export const offered: DeploymentEvent = { type: 'DeploymentOffered', data: offer() };
export const shadowed: DeploymentEvent = { type: 'DeploymentOffered', data: shadowOffer };
export const accepted = told('DeploymentAccepted', {});
export const deferred = told('DeploymentDeferred', { until });
export const downloaded = told('DeploymentDownloaded', { bytes: 1000, seconds: 2, resumes: 1 });
export const verified = told('DeploymentVerified', { keyId: 'c'.repeat(64) });
export const warmedUp = told('DeploymentWarmedUp', { latencyMs: 4, golden: true });
export const activated = told('DeploymentActivated', { model, previous });
export const confirmed = told('DeploymentConfirmed', { results: 20, meanScore: 0.8 });
export const restored = told('DeploymentRestored', { model, replaced: previous, at: until });
export const failed = told('DeploymentFailed', { step: 'install', failure });
export const timedOut = told('DeploymentTimedOut', { step: 'accept' });
export const superseded = told('DeploymentSuperseded', { by: rolloutId });
export const cancelRequested = (cancel: number): DeploymentEvent =>
  told('DeploymentCancelRequested', { cancel, cause: 'user' });
export const cancelRefused = told('DeploymentCancelRefused', { reason: 'Too late.' });

type ReportDeployment = Extract<DeviceDeploymentCommand, { type: 'ReportDeployment' }>;

export const report = (
  said: DeploymentReport,
  by: string = deviceId,
): ReportDeployment & { readonly report: DeploymentReport } => ({
  type: 'ReportDeployment',
  deviceId: by,
  reports: [{ report: said, at: offeredAt }],
  report: said,
});

export const together = (...all: readonly ReportDeployment[]): ReportDeployment => ({
  type: 'ReportDeployment',
  deviceId,
  reports: all.flatMap(({ reports }) => reports),
});

/** What a device can say of a model that takes the place of another. */
export const said = {
  accepted: report({ state: 'accepted' }),
  deferred: report({ state: 'deferred', until }),
  deferredAgain: report({ state: 'deferred', until: laterUntil }),
  downloading: report({ state: 'downloading', bytes: 500, total: 1000 }),
  downloaded: report({ state: 'downloaded', bytes: 1000, seconds: 2, resumes: 1 }),
  verified: report({ state: 'verified', keyId: 'c'.repeat(64) }),
  warmedUp: report({ state: 'warmed-up', latencyMs: 4, golden: true }),
  activated: report({ state: 'activated', previous }),
  soaking: report({ state: 'soaking', results: 3, meanScore: 0.9 }),
  confirmed: report({ state: 'confirmed', results: 20, meanScore: 0.8 }),
  rolledBack: report({ state: 'rolled-back', failure, restored: previous, results: 20, meanScore: 0.4 }),
  failed: report({ state: 'failed', step: 'install', failure }),
  cancelled: report({ state: 'cancelled', running: previous }),
  refused: (cancel: number) => report({ state: 'cancel-refused', cancel, reason: 'Too late.' }),
  alreadyInstalled: report({ state: 'already-installed' }),
  compared: report({ state: 'compared', comparison }),
  restored: report({ state: 'restored', replaced: previous, at: until }),
};
