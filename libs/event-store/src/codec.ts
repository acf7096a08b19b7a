import {
  DomainError,
  type Commit,
  type CommitMetadata,
  type DomainEvent,
  type Recorded,
} from '@tutti/kernel';
import { eventDefinition } from '@tutti/contracts/catalogue';
import { commonErrors, readEventData, type EventDefinition } from '@tutti/contracts/common';
import { CorruptCommit, type NewCommit } from './port';

/** Largest commit: bigger sets are manifests in the blob store (design §3). */
export const maxCommitBytes = 256 * 1024;

export const commitContentType = 'application/cloudevents-batch+json';
export const headerNames = {
  contentType: 'Content-Type',
  commitId: 'Tutti-Commit-Id',
  commandId: 'Tutti-Command-Id',
  traceparent: 'traceparent',
} as const;

/** Where event definitions come from: the published catalogue, or a test's own. */
export type Definitions = (context: string, type: string) => EventDefinition | undefined;

/** A CloudEvents 1.0 JSON event with our extensions (https://github.com/cloudevents/spec, JSON batch format). */
interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly dataschema: string;
  readonly aggregateversion: number;
  readonly correlationid?: string;
  readonly causationid?: string;
  readonly authid?: string;
  readonly traceparent?: string;
  readonly data: unknown;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const extensions = (metadata: CommitMetadata) => ({
  ...(metadata.correlationId === undefined ? {} : { correlationid: metadata.correlationId }),
  ...(metadata.causationId === undefined ? {} : { causationid: metadata.causationId }),
  ...(metadata.authId === undefined ? {} : { authid: metadata.authId }),
  ...(metadata.traceparent === undefined ? {} : { traceparent: metadata.traceparent }),
});

const metadataOf = (event: CloudEvent): CommitMetadata => ({
  ...(event.correlationid === undefined ? {} : { correlationId: event.correlationid }),
  ...(event.causationid === undefined ? {} : { causationId: event.causationid }),
  ...(event.authid === undefined ? {} : { authId: event.authid }),
  ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
});

/** Events as their schemas state them. Throws when a decider made one that its schema does not allow. */
export const checkEvents = <Event extends DomainEvent>(
  context: string,
  events: readonly Event[],
  definitions: Definitions = eventDefinition,
): readonly Event[] =>
  events.map((event) => {
    const definition = definitions(context, event.type);
    if (!definition) throw new Error(`${context}.${event.type} is not in the event catalogue`);
    return { ...event, data: definition.schema.parse(event.data) };
  });

/** The commit as bytes. Refuses one over 256 KiB (`aggregate.commit-too-large`). */
export const encodeCommit = (commit: NewCommit, definitions: Definitions = eventDefinition): Uint8Array => {
  const time = commit.time.toISOString();
  const events = commit.events.map(({ event, aggregateVersion }, index): CloudEvent => {
    const definition = definitions(commit.context, event.type);
    if (!definition) throw new Error(`${commit.context}.${event.type} is not in the event catalogue`);
    return {
      specversion: '1.0',
      id: `${commit.id}.${index}`,
      source: `/tutti/${commit.context}`,
      type: `tutti.${commit.context}.${event.type}`,
      subject: `${commit.aggregate}/${commit.aggregateId}`,
      time,
      dataschema: `urn:tutti:${commit.context}:${event.type}:${definition.version}`,
      aggregateversion: aggregateVersion,
      ...extensions(commit.metadata),
      data: event.data,
    };
  });
  const bytes = encoder.encode(JSON.stringify(events));
  if (bytes.length > maxCommitBytes) {
    throw new DomainError(commonErrors['aggregate.commit-too-large'], {
      detail: `The command would write ${bytes.length} bytes of events; at most ${maxCommitBytes} are allowed. Split it.`,
    });
  }
  return bytes;
};

/** One message of the log as it was stored. */
export interface StoredMessage {
  readonly position: number;
  readonly subject: string;
  readonly commitId: string | undefined;
  readonly commandId: string | undefined;
  readonly payload: Uint8Array;
}

const schemaVersion = (dataschema: string): number =>
  Number(dataschema.slice(dataschema.lastIndexOf(':') + 1));

const recorded = (message: StoredMessage, cloud: CloudEvent, definitions: Definitions): Recorded => {
  const [, context = '', aggregate = '', aggregateId = ''] = message.subject.split('.');
  const type = cloud.type.slice(`tutti.${context}.`.length);
  const definition = definitions(context, type);
  const data = definition
    ? readEventData(definition, schemaVersion(cloud.dataschema), cloud.data)
    : cloud.data;
  const event: DomainEvent = { type, data };
  return {
    id: cloud.id,
    context,
    aggregate,
    aggregateId,
    aggregateVersion: cloud.aggregateversion,
    time: new Date(cloud.time),
    event,
    metadata: metadataOf(cloud),
    position: message.position,
  };
};

/**
 * Reads a stored message. A foreign one, written by somebody else without our headers, is a commit without events.
 * Throws `CorruptCommit`.
 */
export const decodeCommit = (message: StoredMessage, definitions: Definitions = eventDefinition): Commit => {
  const { position, subject } = message;
  if (message.commitId === undefined) return { id: `foreign-${position}`, position, subject, events: [] };
  try {
    const events = JSON.parse(decoder.decode(message.payload)) as CloudEvent[];
    return {
      id: message.commitId,
      position,
      subject,
      ...(message.commandId === undefined ? {} : { commandId: message.commandId }),
      events: events.map((event) => recorded(message, event, definitions)),
    };
  } catch (error) {
    throw new CorruptCommit({ position, subject }, `position ${position} (${subject}) cannot be read`, {
      cause: error,
    });
  }
};
