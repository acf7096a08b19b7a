import { fitImage } from '../image/fit-image';
import type { Image } from '../image/image';
import { classificationReader } from './classification';
import { detectionReader } from './detection';
import { inputTensor } from './input-tensor';
import { ModelError } from './model-error';
import type { ModelInfo } from './model-info';
import { pictureInput } from './model-input';
import { type ModelMetadata, type Preprocessing, parseMetadata, preprocessingSchema } from './model-metadata';
import type { OutputReader, OutputTensor } from './output-reader';
import type { Prediction } from './prediction';
import type { Tensor } from './tensor';
import { TensorModel } from './tensor-model';

export interface ModelOptions {
  /** Threads inside one operator; ONNX Runtime's own choice when left out. */
  readonly intraOpThreads?: number;
  /** Overrides the name in the file. */
  readonly name?: string;
}

/** A loaded ONNX model: pictures in, predictions out. Several predictions may be under way at once. */
export class Model {
  private constructor(
    /** The same model for whoever has tensors. */
    readonly tensors: TensorModel,
    private readonly reader: OutputReader,
    readonly info: ModelInfo,
  ) {}

  /** Reads, checks and warms up a model by one run on a black picture. Throws a `ModelError`. */
  static async load(bytes: Uint8Array, options: ModelOptions = {}): Promise<Model> {
    const tensors = await TensorModel.load(bytes, options.intraOpThreads);
    try {
      const metadata = parseMetadata(tensors.metadata);
      const { reader, ...parts } = describe(tensors, metadata);
      const { digest, sizeBytes, metadata: properties } = tensors;
      const name = options.name ?? metadata.name ?? 'model';
      const version = metadata.version ?? digest.slice(0, 12);
      const about = { name, version, digest, sizeBytes, metadata: properties };
      const model = new Model(tensors, reader, { ...about, ...parts });
      const { width, height } = model.info.input;
      await model.predict({ width, height, data: new Uint8Array(width * height * 3) });
      return model;
    } catch (error) {
      await tensors.release();
      throw error;
    }
  }

  /** Throws a `ModelError` when the model itself fails on the picture. */
  predict(image: Image): Promise<Prediction> {
    return this.tensors.during(() => this.judge(image));
  }

  /** Frees the session once the predictions under way are done. May be called twice. */
  release(): Promise<void> {
    return this.tensors.release();
  }

  private async judge(image: Image): Promise<Prediction> {
    const { input, preprocessing } = this.info;
    const { resize, padValue } = preprocessing;
    const fitted = await fitImage(image, { width: input.width, height: input.height, resize, padValue });
    const feeds = { [input.name]: inputTensor(fitted.image.data, input, preprocessing) };
    const outputs = await this.tensors.infer(feeds, this.reader.names);
    return this.reader.read(outputs.map(asFloats), fitted.placement);
  }
}

function asFloats({ shape, values }: Tensor): OutputTensor {
  if (values instanceof Float32Array) return { dims: shape, data: values };
  throw new ModelError('model.unsupported', 'The model answers something else than FP32 numbers.');
}

function describe({ inputs, outputs }: TensorModel, metadata: ModelMetadata) {
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
