import type { CommitMetadata } from '@tutti/kernel';
import { Answer, type AnswerExtras } from './answer';

interface CommandInput {
  readonly commandId: string | undefined;
  readonly ifMatch: number | undefined;
  readonly metadata: CommitMetadata;
}

/** What the event store's `handle` takes beside the command. */
export interface CommandOptions {
  readonly commandId?: string;
  readonly expectedVersion?: number;
  readonly metadata: CommitMetadata;
}

/** The request's part of a command: its id, the version that the caller saw, who and in which trace. */
export const commandOptions = ({ commandId, ifMatch, metadata }: CommandInput): CommandOptions => ({
  ...(commandId === undefined ? {} : { commandId }),
  ...(ifMatch === undefined ? {} : { expectedVersion: ifMatch }),
  metadata,
});

/** Where a command led: `Tutti-Position` and `ETag` of its answer. */
export const commandAnswer = <Body>(
  body: Body,
  { position, version }: { readonly position: number; readonly version: number },
  extras: AnswerExtras = {},
): Answer<Body> => new Answer(body, { position, version, ...extras });
