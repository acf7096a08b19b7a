import type { Label, Split } from '@tutti/contracts/datasets';
import type {
  CurvePoint,
  EvaluationReport,
  ModelLabel,
  ModelMetrics,
  ModelVariant,
  Parameters,
  WorstExample,
} from '@tutti/contracts/training';
import type { Image } from '@tutti/vision';

/** A labelled picture as a frozen version holds it. */
export interface TrainingItem {
  /** Of the encoded picture: what caches go by. */
  readonly digest: string;
  readonly label: Label;
  readonly split: Split;
  /** Pixels as it is seen, which boxes are counted in. */
  readonly width: number;
  readonly height: number;
  readonly id: string | null;
  readonly datasetId: string | null;
  /** Who took it: pictures of one camera are alike, and stay together where a split is made. */
  readonly deviceId: string | null;
  readonly fileName: string | null;
}

export interface TrainingData {
  /** What labels may say, in the order of the model's outputs. */
  readonly classes: readonly ModelLabel[];
  readonly items: readonly TrainingItem[];
  /** Encoded: JPEG, PNG or WebP. */
  readonly picture: (digest: string) => Promise<Uint8Array>;
  /** The same decoded, where pictures are drawn and encoding them would be for nothing. */
  readonly image?: (digest: string) => Image;
}

/** What was computed of a picture before, by whom and how: kept on disk, bounded. */
export interface FeatureCache {
  /** In the order of `keys`; undefined where it has none. */
  get(space: string, keys: readonly string[]): readonly (Float32Array | undefined)[];
  set(space: string, entries: readonly (readonly [key: string, values: Float32Array])[]): void;
}

export interface TrainingProgress {
  readonly step: string;
  /** 0..1; null where nobody knows. */
  readonly progress: number | null;
  readonly message?: string;
  readonly points?: readonly CurvePoint[];
  readonly lines?: readonly string[];
  readonly skipped?: readonly string[];
}

export interface TrainingTask {
  /** Of the finished model. */
  readonly name: string;
  readonly data: TrainingData;
  /** Checked by the solution's JSON Schema already. */
  readonly parameters: Parameters;
  readonly seed: number;
  /** The artifact to compare with on the same pictures. */
  readonly current: Uint8Array | null;
  readonly cache: FeatureCache;
  /** That it may compute with; as many as the runtime likes when absent. */
  readonly threads?: number;
  /** Also throws when the run was cancelled: call it often, and let what it throws pass. */
  readonly report: (progress: TrainingProgress) => void;
}

/** An evaluation whose pictures are still bytes. */
export interface Judgement extends Omit<EvaluationReport, 'examples'> {
  readonly examples: readonly (Omit<WorstExample, 'thumbnail'> & { readonly thumbnail: Uint8Array })[];
}

export interface TrainedModel {
  /** One ONNX file; the same task gives the same bytes. */
  readonly artifact: Uint8Array;
  readonly labels: readonly ModelLabel[];
  readonly judgement: Judgement;
  readonly variants: readonly ModelVariant[];
  readonly baseline: { readonly metrics: ModelMetrics; readonly judgement: Judgement } | null;
  readonly backbone: { readonly name: string; readonly sha256: string };
  readonly items: { readonly train: number; readonly validation: number; readonly test: number };
}

/** Pictures of a sample are drawn. Called after each; what `onPicture` throws ends the drawing. */
export type Sample = (onPicture: (done: number, all: number) => void) => Promise<TrainingData>;

/** A built-in trainer. */
export interface Trainer {
  /** As solutions name it. */
  readonly name: string;
  readonly steps: readonly string[];
  /** Data to try it with. */
  readonly samples: Readonly<Record<string, Sample>>;
  train(task: TrainingTask): Promise<TrainedModel>;
}

/** The data or the parameters cannot be learned from: the run fails with this, and nothing but a person can help. */
export class TrainingRefused extends Error {
  override readonly name = 'TrainingRefused';
  constructor(
    /** A stable code for programs: `training.one-class`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
