import type { DeploymentEvent, DeviceFailure } from '@tutti/contracts/deployment';
import type { TFunction } from 'i18next';
import type { Format } from '../../lib/format';
import { isKnownCode } from './failure-words';
import { reportWord } from './report-word';

interface Say {
  readonly t: TFunction<'console'>;
  readonly format: Format;
}

/** In the reader's language; or as the device says it, in English. */
export type Word = string | { readonly said: string };

type DataOf<Type extends DeploymentEvent['type']> = Extract<DeploymentEvent, { type: Type }>['data'];

const keyShown = 12;

const judged = (
  { results, meanScore }: { readonly results: number; readonly meanScore: number | null },
  { t, format }: Say,
): readonly string[] => [
  t('deployments.soak', { count: results }),
  ...(meanScore === null ? [] : [t('deployments.meanScore', { score: format.percent(meanScore, 1) })]),
];

const failed = ({ code, message }: DeviceFailure, { t }: Say): readonly Word[] => {
  if (!isKnownCode(code)) return [{ said: message || code }];
  const word = t(`deployments.failure.known.${code}`);
  return message === '' ? [word] : [word, { said: message }];
};

const downloaded = (
  { bytes, seconds, resumes }: DataOf<'DeploymentDownloaded'>,
  { t, format }: Say,
): readonly string[] => [
  t('deployments.detail.downloaded', {
    size: format.bytes(bytes),
    time: format.milliseconds(seconds * 1_000),
  }),
  ...(resumes > 0 ? [t('deployments.detail.resumed', { count: resumes })] : []),
];

const warmedUp = (
  { latencyMs, golden }: DataOf<'DeploymentWarmedUp'>,
  { t, format }: Say,
): readonly string[] => [
  ...(latencyMs === null ? [] : [t('deployments.detail.latency', { time: format.milliseconds(latencyMs) })]),
  ...(golden ? [t('deployments.detail.golden')] : []),
];

const rolledBack = (data: DataOf<'DeploymentRolledBack'>, say: Say): readonly Word[] => {
  const { failure, restored } = data;
  const again =
    restored && say.t('deployments.detail.restored', { model: `${restored.name} ${restored.version}` });
  return [...failed(failure, say), ...judged(data, say), ...(again ? [again] : [])];
};

const compared = ({ comparison }: DataOf<'DeploymentCompared'>, { t, format }: Say): readonly string[] =>
  comparison.agreement === null
    ? []
    : [
        t('deployments.agreement', {
          share: format.percent(comparison.agreement, 1),
          count: comparison.frames,
        }),
      ];

/** What a step says beyond its name, in the reader's language. */
export const momentWords = (event: DeploymentEvent, say: Say): readonly Word[] => {
  const { t, format } = say;
  switch (event.type) {
    case 'DeploymentDeferred':
      return [t('deployments.detail.until', { time: format.moment(Date.parse(event.data.until)) })];
    case 'DeploymentDownloaded':
      return downloaded(event.data, say);
    case 'DeploymentVerified':
      return [t('deployments.detail.key', { id: event.data.keyId.slice(0, keyShown) })];
    case 'DeploymentWarmedUp':
      return warmedUp(event.data, say);
    case 'DeploymentActivated': {
      const { previous } = event.data;
      return previous
        ? [t('deployments.detail.previous', { model: `${previous.name} ${previous.version}` })]
        : [];
    }
    case 'DeploymentRestored': {
      const { name, version } = event.data.replaced;
      return [t('deployments.detail.previous', { model: `${name} ${version}` })];
    }
    case 'DeploymentConfirmed':
      return judged(event.data, say);
    case 'DeploymentCompared':
      return compared(event.data, say);
    case 'DeploymentRolledBack':
      return rolledBack(event.data, say);
    case 'DeploymentFailed':
      return failed(event.data.failure, say);
    case 'DeploymentTimedOut':
      return [t(`deployments.failure.known.timed-out.${event.data.step}`)];
    case 'DeploymentCancelRequested':
    case 'DeploymentCancelled':
      return [t(`deployments.cause.${event.data.cause}`)];
    case 'DeploymentCancelRefused':
      return [{ said: event.data.reason }];
    case 'DeploymentReportedLate':
      return [reportWord(event.data.report, t)];
    default:
      return [];
  }
};
