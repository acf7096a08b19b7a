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
  deviceCommandEvents,
  deviceErrors,
  deviceEvents,
  deviceGroupEvents,
  enrolmentTokenEvents,
} from '@tutti/contracts/devices';
import type { identityErrors, userEvents, userNameEvents } from '@tutti/contracts/identity';
import type { skipEvents, systemErrors } from '@tutti/contracts/system';

type EventName = keyof (typeof deviceEvents.definitions &
  typeof deviceCommandEvents.definitions &
  typeof deviceGroupEvents.definitions &
  typeof enrolmentTokenEvents.definitions &
  typeof datasetEvents.definitions &
  typeof datasetNameEvents.definitions &
  typeof labelSchemaEvents.definitions &
  typeof itemEvents.definitions &
  typeof userEvents.definitions &
  typeof userNameEvents.definitions &
  (typeof skipEvents)[number]['definitions']);

type ErrorCode = keyof (typeof commonErrors &
  typeof deviceErrors &
  typeof datasetErrors &
  typeof archiveErrors &
  typeof formatErrors &
  typeof importErrors &
  typeof identityErrors &
  typeof systemErrors);

/** What the server says in English, in another language: every event, refusal and usual fault of this release. */
export interface ServerTexts {
  readonly eventTitles: Readonly<Record<EventName, string>>;
  readonly problemTitles: Readonly<Record<ErrorCode, string>>;
  /** What is wrong with a field, after its name. */
  readonly faultTexts: Readonly<Record<FaultCode, string>>;
}
