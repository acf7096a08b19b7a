import type {
  Level,
  NotificationCategory,
  NotificationCode,
  NotificationSource,
} from '@tutti/contracts/summary';
import { notificationCategory } from '@tutti/contracts/summary';

interface Kind {
  readonly level: Level;
  /** What it is about. */
  readonly source: NotificationSource['kind'];
}

/** How bad each is, as long as nothing makes it worse, and what it is about. */
export const notificationKinds: Readonly<Record<NotificationCode, Kind>> = {
  'connectivity.device-offline': { level: 'error', source: 'device' },
  'connectivity.devices-offline': { level: 'critical', source: 'workspace' },
  'connectivity.device-back': { level: 'info', source: 'device' },
  'inference.device-faulted': { level: 'error', source: 'device' },
  'inference.failures': { level: 'error', source: 'device' },
  'score.warning': { level: 'warning', source: 'device' },
  'datasets.import-finished': { level: 'info', source: 'dataset' },
  'datasets.import-failed': { level: 'error', source: 'dataset' },
  'training.run-succeeded': { level: 'info', source: 'run' },
  'training.run-failed': { level: 'error', source: 'run' },
  'training.gate-refused': { level: 'warning', source: 'run' },
  'deployment.rollout-finished': { level: 'info', source: 'rollout' },
  'deployment.rollout-failed': { level: 'error', source: 'rollout' },
  'deployment.rollout-paused': { level: 'warning', source: 'rollout' },
  'deployment.rollout-waits': { level: 'warning', source: 'rollout' },
  'deployment.automatic-refused': { level: 'warning', source: 'stream' },
  'system.process-parked': { level: 'error', source: 'process' },
  'system.projection-halted': { level: 'error', source: 'process' },
  'system.effect-failing': { level: 'error', source: 'process' },
  'system.disk-low': { level: 'warning', source: 'device' },
  'system.channel-needs-attention': { level: 'error', source: 'channel' },
  'security.enrolment-token-expires': { level: 'warning', source: 'enrolment-token' },
  'security.device-waits': { level: 'warning', source: 'device' },
};

/** What stands before the point. */
export const categoryOf = (code: NotificationCode): NotificationCategory =>
  notificationCategory.parse(code.split('.')[0]);
