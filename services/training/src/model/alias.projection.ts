import type { ModelEvent } from '@tutti/contracts/training';
import type { Projection, Recorded } from '@tutti/kernel';

/** An alias that names a model now. */
export interface AliasRow {
  readonly id: string;
  readonly streamId: string;
  readonly alias: string;
  readonly modelId: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** One statement of an alias, for ever. */
export interface AliasStatementRow {
  readonly id: string;
  readonly streamId: string;
  readonly alias: string;
  readonly modelId: string;
  readonly removed: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly statedBy: string | null;
  readonly position: number;
  /** Of the model: statements of one commit have one position. */
  readonly version: number;
}

type Aliased = Extract<ModelEvent, { type: 'ModelAliased' }>;

const subjects = ['evt.training.model.*'];

/** The newest statement holds; that an alias is taken away concerns the model that bears it. */
export const aliasListProjection: Projection<AliasRow, Aliased> = {
  name: 'alias-list',
  version: 1,
  subjects,
  handles: ['ModelAliased'],
  key: ({ event: { data } }) => `${data.streamId}.${data.alias}`,
  project: (row, { event: { data }, aggregateId: modelId, time }) => {
    const { streamId, alias, removed } = data;
    if (removed) return row?.modelId === modelId ? undefined : row;
    return { id: `${streamId}.${alias}`, streamId, alias, modelId, since: time.getTime() };
  },
};

const statementOf = (
  _: AliasStatementRow | undefined,
  { id, event, aggregateId: modelId, aggregateVersion: version, ...recorded }: Recorded<Aliased>,
): AliasStatementRow => ({
  id,
  streamId: event.data.streamId,
  alias: event.data.alias,
  modelId,
  removed: event.data.removed === true,
  at: recorded.time.getTime(),
  statedBy: recorded.metadata.authId ?? null,
  position: recorded.position,
  version,
});

export const aliasStatementListProjection: Projection<AliasStatementRow, Aliased> = {
  name: 'alias-statement-list',
  version: 1,
  subjects,
  handles: ['ModelAliased'],
  key: ({ id }) => id,
  project: statementOf,
};
