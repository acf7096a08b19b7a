import { type EventDefinition, type EventSet } from '../common';
import { datasetEvents, datasetNameEvents, itemEvents, labelSchemaEvents } from '../datasets';
import {
  automaticRolloutEvents,
  deploymentEvents,
  rolloutEvents,
  rolloutTemplateEvents,
} from '../deployment';
import {
  deviceCommandEvents,
  deviceEvents,
  deviceGroupEvents,
  deviceNameEvents,
  enrolmentTokenEvents,
} from '../devices';
import { userEvents, userNameEvents } from '../identity';
import {
  channelEvents,
  dailySummaryEvents,
  deliveryEvents,
  inboxEvents,
  notificationEvents,
  summaryNameEvents,
  summarySettingsEvents,
  workspaceEvents,
} from '../summary';
import { skipEvents } from '../system';
import { modelEvents, runEvents, solutionEvents, streamEvents, trainingNameEvents } from '../training';

/** Every published event of every context. An event that is not here is unknown to this release. */
export const eventSets: readonly EventSet[] = [
  userEvents,
  userNameEvents,
  deviceEvents,
  deviceNameEvents,
  deviceGroupEvents,
  enrolmentTokenEvents,
  deviceCommandEvents,
  datasetEvents,
  datasetNameEvents,
  labelSchemaEvents,
  itemEvents,
  solutionEvents,
  streamEvents,
  runEvents,
  modelEvents,
  trainingNameEvents,
  rolloutEvents,
  deploymentEvents,
  rolloutTemplateEvents,
  automaticRolloutEvents,
  dailySummaryEvents,
  summarySettingsEvents,
  channelEvents,
  deliveryEvents,
  notificationEvents,
  inboxEvents,
  workspaceEvents,
  summaryNameEvents,
  ...skipEvents,
];

const byType = new Map<string, EventDefinition>(
  eventSets.flatMap((set) =>
    Object.entries(set.definitions).map(
      ([type, definition]) => [`${set.context}.${type}`, definition] as const,
    ),
  ),
);

/** Definition of `<context>.<EventName>`; `undefined` when a newer release wrote it. */
export const eventDefinition = (context: string, type: string): EventDefinition | undefined =>
  byType.get(`${context}.${type}`);
