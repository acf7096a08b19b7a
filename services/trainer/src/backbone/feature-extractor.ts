import { type Image, type ModelProto, encodeModel } from '@tutti/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Matrix, matrix } from '../head/matrix';

/** Measured: eight at a time take a tenth more of the processor than four or one. */
const batchSize = 4;

/** Runs the backbone over many pictures, several at a time. */
export class FeatureExtractor {
  private constructor(
    private readonly session: InferenceSession,
    readonly side: number,
    readonly width: number,
  ) {}

  /** `backbone` takes `image` [N,side,side,3] and answers `embedding` [N,width]. */
  static async open(backbone: ModelProto, threads?: number): Promise<FeatureExtractor> {
    const session = await InferenceSession.create(encodeModel(backbone), {
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    return new FeatureExtractor(
      session,
      dimension(session.inputMetadata[0], 1),
      dimension(session.outputMetadata[0], 1),
    );
  }

  /**
   * One row per picture. The next batch is prepared while this one runs; `onRows` is told how many rows stand after
   * each.
   */
  async extract(
    count: number,
    picture: (index: number) => Promise<Image>,
    onRows?: (features: Matrix, done: number) => void,
  ): Promise<Matrix> {
    const features = matrix(count, this.width);
    let prepared = this.prepare(0, count, picture);
    for (let start = 0; start < count; start += batchSize) {
      const input = await prepared;
      if (start + batchSize < count) {
        prepared = this.prepare(start + batchSize, count, picture);
        // A picture may fail while the batch before it runs: that is seen when this one is waited for.
        prepared.catch(() => undefined);
      }
      const { embedding } = await this.session.run({ image: input });
      features.data.set(embedding?.data as Float32Array, start * this.width);
      onRows?.(features, Math.min(count, start + batchSize));
    }
    return features;
  }

  release(): Promise<void> {
    return this.session.release();
  }

  private async prepare(
    start: number,
    count: number,
    picture: (index: number) => Promise<Image>,
  ): Promise<Tensor> {
    const indexes = Array.from({ length: Math.min(batchSize, count - start) }, (_, offset) => start + offset);
    const images = await Promise.all(indexes.map(picture));
    const size = this.side * this.side * 3;
    const data = new Uint8Array(images.length * size);
    for (const [index, image] of images.entries()) {
      if (image.width !== this.side || image.height !== this.side) {
        throw new RangeError(
          `The backbone takes ${this.side}x${this.side}, not ${image.width}x${image.height}.`,
        );
      }
      data.set(image.data, index * size);
    }
    return new Tensor('uint8', data, [images.length, this.side, this.side, 3]);
  }
}

function dimension(value: InferenceSession.ValueMetadata | undefined, axis: number): number {
  const size = value?.isTensor === true ? value.shape[axis] : undefined;
  if (typeof size === 'number') return size;
  throw new Error('The backbone does not say how large its input and output are.');
}
