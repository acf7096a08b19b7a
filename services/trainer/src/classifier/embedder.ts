import { createHash } from 'node:crypto';
import { type Image, type ModelProto, encodeModel } from '@tutti/vision';
import { FeatureExtractor } from '../backbone/feature-extractor';
import { decodeItem } from '../data/decode-item';
import { type Matrix, matrix } from '../head/matrix';
import {
  type FeatureCache,
  type TrainingData,
  TrainingRefused,
  type TrainingTask,
} from '../task/training-task';
import { type View, viewOf } from './views';

export type EmbedderOptions = Pick<TrainingTask, 'cache' | 'threads'>;

/** So many features are kept at a time: the cache may be a file, and each time costs. */
const keptAtOnce = 64;

/** Embeds pictures by one backbone; what was embedded before comes from the cache, and no picture is asked for. */
export class Embedder {
  private constructor(
    private readonly extractor: FeatureExtractor,
    private readonly digest: string,
    private readonly cache: FeatureCache,
  ) {}

  static async open(backbone: ModelProto, { cache, threads }: EmbedderOptions): Promise<Embedder> {
    const digest = createHash('sha256').update(encodeModel(backbone)).digest('hex');
    return new Embedder(await FeatureExtractor.open(backbone, threads), digest, cache);
  }

  release(): Promise<void> {
    return this.extractor.release();
  }

  /** One row per view. `onRows` is told after every few pictures how many rows there are; what it throws passes. */
  async embed(
    data: TrainingData,
    views: readonly View[],
    onRows: (done: number, looked: number) => void,
  ): Promise<Matrix> {
    const { width, side } = this.extractor;
    const features = matrix(views.length, width);
    const missing = this.recall(views, features);
    const known = views.length - missing.length;
    onRows(known, 0);
    const decode = sharedDecoding(
      data,
      missing.flatMap((row) => views[row] ?? []),
    );
    const picture = async (at: number): Promise<Image> => {
      const view = viewAt(views, missing[at]);
      return viewOf(await decode(view), view.augmentation, side);
    };
    let [kept, done] = [0, 0];
    const keep = (): void => {
      const rows = missing.slice(kept, done);
      kept = done;
      this.keep(rows.map((row) => [viewAt(views, row), rowOf(features, row)] as const));
    };
    try {
      await this.extractor.extract(missing.length, picture, (fresh, count) => {
        for (; done < count; done++) features.data.set(rowOf(fresh, done), (missing[done] ?? 0) * width);
        if (done - kept >= keptAtOnce) keep();
        onRows(known + done, done);
      });
    } finally {
      keep();
    }
    return features;
  }

  /** Copies what the cache has; answers the rows that it does not have. */
  private recall(views: readonly View[], into: Matrix): readonly number[] {
    const missing: number[] = [];
    const byAugmentation = Map.groupBy(views.keys(), (row) => viewAt(views, row).augmentation);
    for (const [augmentation, rows] of byAugmentation) {
      const keys = rows.map((row) => viewAt(views, row).item.digest);
      const cached = this.cache.get(this.space(augmentation), keys);
      for (const [at, row] of rows.entries()) {
        const values = cached[at];
        if (values?.length === into.columns && values.every(Number.isFinite))
          into.data.set(values, row * into.columns);
        else missing.push(row);
      }
    }
    return missing.sort((a, b) => a - b);
  }

  private keep(rows: readonly (readonly [View, Float32Array])[]): void {
    for (const [augmentation, some] of Map.groupBy(rows, ([view]) => view.augmentation)) {
      const finite = some.filter(([, values]) => values.every(Number.isFinite));
      this.cache.set(
        this.space(augmentation),
        finite.map(([{ item }, values]) => [item.digest, values] as const),
      );
    }
    const broken = rows.find(([, values]) => !values.every(Number.isFinite));
    if (broken === undefined) return;
    const [{ item }] = broken;
    throw new TrainingRefused(
      'training.features-not-finite',
      `The features of picture ${item.fileName ?? item.digest} are no numbers. Exclude it, and train again.`,
    );
  }

  private space(augmentation: View['augmentation']): string {
    return `${this.digest}/${this.extractor.side}/${augmentation}`;
  }
}

const rowOf = ({ columns, data }: Matrix, row: number): Float32Array =>
  data.slice(row * columns, (row + 1) * columns);

function viewAt(views: readonly View[], row: number | undefined): View {
  const view = views[row ?? -1];
  if (view === undefined) throw new RangeError(`There is no view ${row}.`);
  return view;
}

/** Decodes each picture once for all of its views, and forgets it after the last. */
function sharedDecoding(data: TrainingData, views: readonly View[]): (view: View) => Promise<Image> {
  const left = new Map<string, number>();
  for (const { item } of views) left.set(item.digest, (left.get(item.digest) ?? 0) + 1);
  const decoded = new Map<string, Promise<Image>>();
  return ({ item }) => {
    const picture = decoded.get(item.digest) ?? decodeItem(data, item);
    const others = (left.get(item.digest) ?? 1) - 1;
    left.set(item.digest, others);
    if (others > 0) decoded.set(item.digest, picture);
    else decoded.delete(item.digest);
    return picture;
  };
}
