import type {
  BlobReference,
  DataReference,
  GateVerdict,
  ModelEvent,
  ModelLabel,
  ModelMetrics,
  ModelOrigin,
  ModelSignature,
  ModelTask,
  ModelVariant,
  SolutionReference,
} from '@tutti/contracts/training';
import type { Projection, Recorded } from '@tutti/kernel';

export interface ModelBaseline {
  readonly modelId: string;
  readonly metrics: ModelMetrics;
  readonly evaluation: BlobReference;
}

export interface ModelRow {
  readonly id: string;
  readonly name: string;
  readonly modelVersion: string;
  readonly streamId: string | null;
  readonly solution: SolutionReference | null;
  readonly task: ModelTask;
  readonly labels: readonly ModelLabel[];
  readonly artifactDigest: string;
  readonly artifactBytes: number;
  readonly signature: ModelSignature;
  readonly origin: ModelOrigin;
  readonly originKind: ModelOrigin['kind'];
  readonly data: readonly DataReference[];
  readonly metrics: ModelMetrics | null;
  readonly evaluationDigest: string | null;
  readonly baseline: ModelBaseline | null;
  readonly baselineDigest: string | null;
  readonly variants: readonly ModelVariant[];
  readonly gate: GateVerdict | null;
  readonly gateVerdict: 'passes' | 'fails' | 'none';
  readonly keyId: string | null;
  readonly bundleDigest: string | null;
  readonly bundleBytes: number | null;
  readonly status: 'ready' | 'retired';
  readonly description: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly createdBy: string | null;
  /** Of the registration: the order of a stream's models. */
  readonly position: number;
  readonly version: number;
}

type DataOf<Type extends ModelEvent['type']> = Extract<ModelEvent, { type: Type }>['data'];
type LaterEvent = Exclude<ModelEvent, { type: 'ModelRegistered' }>;

const nothingJudged = {
  metrics: null,
  evaluationDigest: null,
  baseline: null,
  baselineDigest: null,
  variants: [],
  gate: null,
  gateVerdict: 'none',
} as const;

const nothingSigned = { keyId: null, bundleDigest: null, bundleBytes: null };

const registered = (recorded: Recorded, data: DataOf<'ModelRegistered'>): ModelRow => {
  const { artifact, streamId = null, solution = null, description = null, ...facts } = data;
  return {
    id: recorded.aggregateId,
    ...facts,
    streamId,
    solution,
    description,
    artifactDigest: artifact.digest,
    artifactBytes: artifact.bytes,
    originKind: facts.origin.kind,
    ...nothingJudged,
    ...nothingSigned,
    status: 'ready',
    createdAt: recorded.time.getTime(),
    createdBy: recorded.metadata.authId ?? null,
    position: recorded.position,
    version: recorded.aggregateVersion,
  };
};

const changed = (row: ModelRow, event: LaterEvent): ModelRow => {
  switch (event.type) {
    case 'ModelEvaluated': {
      const { metrics, evaluation, variants, baseline = null, gate } = event.data;
      return {
        ...row,
        ...{ metrics, variants, baseline, gate },
        evaluationDigest: evaluation.digest,
        baselineDigest: baseline?.evaluation.digest ?? null,
        gateVerdict: gate.passes ? 'passes' : 'fails',
      };
    }
    case 'ModelSigned': {
      const { keyId, bundle } = event.data;
      return { ...row, keyId, bundleDigest: bundle.digest, bundleBytes: bundle.bytes };
    }
    case 'ModelRetired':
      return { ...row, status: 'retired' };
    case 'ModelAliased':
      return row;
    default:
      return event satisfies never;
  }
};

const project = (row: ModelRow | undefined, recorded: Recorded<ModelEvent>): ModelRow | undefined => {
  const { event, aggregateVersion: version } = recorded;
  if (event.type === 'ModelRegistered') return registered(recorded, event.data);
  return row && { ...changed(row, event), version };
};

export const modelListProjection: Projection<ModelRow, ModelEvent> = {
  name: 'model-list',
  version: 1,
  subjects: ['evt.training.model.*'],
  handles: ['ModelRegistered', 'ModelEvaluated', 'ModelSigned', 'ModelAliased', 'ModelRetired'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
