import { type ModelProto, encodeModel } from '@tutti/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { cellChannels } from './cell-backbone';

/** A graph that looks at one picture, or at its cells, at a time. */
export class CellSession {
  private constructor(private readonly session: InferenceSession) {}

  /** `threads`: as many as the runtime likes when absent. */
  static async open(proto: ModelProto, threads?: number): Promise<CellSession> {
    return new CellSession(
      await InferenceSession.create(encodeModel(proto), {
        logSeverityLevel: 4,
        ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      }),
    );
  }

  /** `pixels` is RGB, square. */
  picture(pixels: Uint8Array): Promise<(output: string) => Float32Array> {
    const side = Math.sqrt(pixels.length / 3);
    return this.run({ image: pictureTensor(pixels, side) });
  }

  /** `planes` is [192, grid, grid]. */
  cells(planes: Float32Array): Promise<(output: string) => Float32Array> {
    const grid = Math.sqrt(planes.length / cellChannels);
    return this.run({ cells: new Tensor('float32', planes, [1, cellChannels, grid, grid]) });
  }

  release(): Promise<void> {
    return this.session.release();
  }

  private async run(feeds: Record<string, Tensor>): Promise<(output: string) => Float32Array> {
    const answers = await this.session.run(feeds);
    return (output) => {
      const data = answers[output]?.data;
      if (data instanceof Float32Array) return data;
      throw new RangeError(`The graph answers no numbers called ${output}.`);
    };
  }
}

export const pictureTensor = (pixels: Uint8Array, side: number): Tensor =>
  new Tensor('uint8', pixels, [1, side, side, 3]);
