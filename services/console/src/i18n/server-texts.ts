import type { commonErrors, FaultCode } from '@tutti/contracts/common';
import type {
  archiveErrors,
  datasetErrors,
  datasetEvents,
  datasetNameEvents,
  formatErrors,
  importErrors,
  itemEvents,
  labelSchemaEvents,
} from '@tutti/contracts/datasets';
import type {
  automaticRolloutEvents,
  deploymentErrors,
  deploymentEvents,
  rolloutEvents,
  rolloutTemplateEvents,
} from '@tutti/contracts/deployment';
import type {
  deviceCommandEvents,
  deviceErrors,
  deviceEvents,
  deviceGroupEvents,
  enrolmentTokenEvents,
} from '@tutti/contracts/devices';
import type { identityErrors, userEvents, userNameEvents } from '@tutti/contracts/identity';
import type {
  channelEvents,
  dailySummaryEvents,
  deliveryEvents,
  inboxEvents,
  notificationEvents,
  summaryErrors,
  summaryNameEvents,
  summarySettingsEvents,
  workspaceEvents,
} from '@tutti/contracts/summary';
import type { skipEvents, systemErrors } from '@tutti/contracts/system';
import type {
  modelEvents,
  runEvents,
  solutionEvents,
  streamEvents,
  trainingErrors,
  trainingNameEvents,
} from '@tutti/contracts/training';

type EventName = keyof (typeof deviceEvents.definitions &
  typeof deviceCommandEvents.definitions &
  typeof deviceGroupEvents.definitions &
  typeof enrolmentTokenEvents.definitions &
  typeof datasetEvents.definitions &
  typeof datasetNameEvents.definitions &
  typeof labelSchemaEvents.definitions &
  typeof itemEvents.definitions &
  typeof solutionEvents.definitions &
  typeof streamEvents.definitions &
  typeof runEvents.definitions &
  typeof modelEvents.definitions &
  typeof trainingNameEvents.definitions &
  typeof rolloutEvents.definitions &
  typeof deploymentEvents.definitions &
  typeof rolloutTemplateEvents.definitions &
  typeof automaticRolloutEvents.definitions &
  typeof dailySummaryEvents.definitions &
  typeof summarySettingsEvents.definitions &
  typeof channelEvents.definitions &
  typeof deliveryEvents.definitions &
  typeof notificationEvents.definitions &
  typeof inboxEvents.definitions &
  typeof workspaceEvents.definitions &
  typeof summaryNameEvents.definitions &
  typeof userEvents.definitions &
  typeof userNameEvents.definitions &
  (typeof skipEvents)[number]['definitions']);

type ErrorCode = keyof (typeof commonErrors &
  typeof deviceErrors &
  typeof datasetErrors &
  typeof archiveErrors &
  typeof formatErrors &
  typeof importErrors &
  typeof trainingErrors &
  typeof deploymentErrors &
  typeof summaryErrors &
  typeof identityErrors &
  typeof systemErrors);

/** What the server says in English, in another language: every event, refusal and usual fault of this release. */
export interface ServerTexts {
  readonly eventTitles: Readonly<Record<EventName, string>>;
  readonly problemTitles: Readonly<Record<ErrorCode, string>>;
  /** What is wrong with a field, after its name. */
  readonly faultTexts: Readonly<Record<FaultCode, string>>;
  /** What solutions that come with Tutti say of themselves, by the English words. */
  readonly phrases: Readonly<Record<string, string>>;
}
