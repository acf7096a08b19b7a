import { createHash } from 'node:crypto';
import type { InferenceSession } from 'onnxruntime-node';
import { fitImage } from '../image/fit-image';
import type { Image } from '../image/image';
import { classificationReader } from './classification';
import { detectionReader } from './detection';
import { inputTensor } from './input-tensor';
import { ModelError } from './model-error';
import type { ModelInfo } from './model-info';
import { pictureInput } from './model-input';
import { type ModelMetadata, type Preprocessing, parseMetadata, preprocessingSchema } from './model-metadata';
import { openSession } from './open-session';
import type { OutputReader, OutputTensor } from './output-reader';
import type { Prediction } from './prediction';
import { readProperties } from './read-model';
import { tensorInfo } from './tensor-info';

export interface ModelOptions {
  /** Threads inside one operator; ONNX Runtime's own choice when left out. */
  readonly intraOpThreads?: number;
  /** Overrides the name in the file. */
  readonly name?: string;
}

/** A loaded ONNX model: pictures in, predictions out. Several predictions may be under way at once. */
export class Model {
  private readonly running = new Set<Promise<unknown>>();
  private released: Promise<void> | undefined;

  private constructor(
    private readonly session: InferenceSession,
    private readonly reader: OutputReader,
    readonly info: ModelInfo,
  ) {}

  /** Reads, checks and warms up a model by one run on a black picture. Throws a `ModelError`. */
  static async load(bytes: Uint8Array, options: ModelOptions = {}): Promise<Model> {
    const properties = readProperties(bytes);
    const metadata = parseMetadata(properties);
    const session = await openSession(bytes, options.intraOpThreads);
    try {
      const { reader, ...parts } = describe(session, metadata);
      const digest = createHash('sha256').update(bytes).digest('hex');
      const name = options.name ?? metadata.name ?? 'model';
      const version = metadata.version ?? digest.slice(0, 12);
      const about = { name, version, digest, sizeBytes: bytes.length, metadata: properties };
      const model = new Model(session, reader, { ...about, ...parts });
      const { width, height } = model.info.input;
      await model.predict({ width, height, data: new Uint8Array(width * height * 3) });
      return model;
    } catch (error) {
      await session.release();
      throw error;
    }
  }

  /** Throws a `ModelError` when the model itself fails on the picture. */
  async predict(image: Image): Promise<Prediction> {
    if (this.released !== undefined) throw new Error(`Model ${this.info.name} was released.`);
    const work = this.run(image);
    this.running.add(work);
    try {
      return await work;
    } finally {
      this.running.delete(work);
    }
  }

  /** Frees the session once the predictions under way are done. May be called twice. */
  release(): Promise<void> {
    this.released ??= Promise.allSettled([...this.running]).then(() => this.session.release());
    return this.released;
  }

  private async run(image: Image): Promise<Prediction> {
    const { input, preprocessing } = this.info;
    const { resize, padValue } = preprocessing;
    const fitted = await fitImage(image, { width: input.width, height: input.height, resize, padValue });
    const feeds = { [input.name]: inputTensor(fitted.image.data, input, preprocessing) };
    return this.reader.read(await this.infer(feeds), fitted.placement);
  }

  private async infer(feeds: InferenceSession.FeedsType): Promise<readonly OutputTensor[]> {
    try {
      const results = await this.session.run(feeds, [...this.reader.names]);
      return this.reader.names.map((name) => asFloats(results[name]));
    } catch (error) {
      if (error instanceof ModelError) throw error;
      const reason = error instanceof Error ? error.message.slice(0, 500) : String(error);
      throw new ModelError('model.unsupported', `The model fails when it runs: ${reason}`, { cause: error });
    }
  }
}

function asFloats(value: InferenceSession.ReturnType[string] | undefined): OutputTensor {
  if (value?.data instanceof Float32Array) return { dims: value.dims, data: value.data };
  throw new ModelError('model.unsupported', 'The model answers something else than FP32 numbers.');
}

function describe(session: InferenceSession, metadata: ModelMetadata) {
  const inputs = session.inputMetadata.map(tensorInfo);
  const outputs = session.outputMetadata.map(tensorInfo);
  const input = pictureInput(inputs, metadata.preprocessing);
  const preprocessing = metadata.preprocessing ?? undeclared(input.type);
  const { task, labels } = metadata;
  const makeReader = task === 'classification' ? classificationReader : detectionReader;
  const reader = makeReader({ metadata, input, outputs });
  return {
    task,
    labels,
    input,
    inputs,
    outputs,
    preprocessing,
    scoreThreshold: reader.scoreThreshold,
    reader,
  };
}

/** Bytes need no explanation, floats do. */
function undeclared(type: 'uint8' | 'float32'): Preprocessing {
  if (type === 'uint8') return preprocessingSchema.parse({ embedded: true });
  throw new ModelError(
    'model.bad-metadata',
    'The model takes floats but its metadata has no "preprocessing" (JSON: resize, channels, scale, mean, std).',
  );
}
