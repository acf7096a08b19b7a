import { createHash } from 'node:crypto';
import type { InferenceSession } from 'onnxruntime-node';
import { ModelError } from './model-error';
import type { TensorInfo } from './model-info';
import { openSession } from './open-session';
import { readProperties } from './read-model';
import { type Tensor, fromRuntime, toRuntime } from './tensor';
import { tensorInfo } from './tensor-info';

/** An ONNX file that was loaded: tensors in, tensors out. Several runs may be under way at once. */
export class TensorModel {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  private readonly running = new Set<Promise<unknown>>();
  private released: Promise<void> | undefined;

  private constructor(
    private readonly session: InferenceSession,
    /** SHA-256 of the file, hexadecimal. */
    readonly digest: string,
    readonly sizeBytes: number,
    /** All of the file's own key/value pairs. */
    readonly metadata: Readonly<Record<string, string>>,
  ) {
    this.inputs = session.inputMetadata.map(tensorInfo);
    this.outputs = session.outputMetadata.map(tensorInfo);
  }

  /** Throws a `ModelError`. */
  static async load(bytes: Uint8Array, intraOpThreads?: number): Promise<TensorModel> {
    const metadata = readProperties(bytes);
    const session = await openSession(bytes, intraOpThreads);
    const digest = createHash('sha256').update(bytes).digest('hex');
    return new TensorModel(session, digest, bytes.length, metadata);
  }

  /** The outputs in the order of `names`. Throws a `ModelError` when the graph fails on these inputs. */
  run(feeds: Readonly<Record<string, Tensor>>, names: readonly string[]): Promise<readonly Tensor[]> {
    return this.during(() => this.infer(feeds, names));
  }

  /** Does work that ends before the session is freed, calling `infer` inside. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.released !== undefined) throw new Error(`Model ${this.digest} was released.`);
    const running = work();
    this.running.add(running);
    try {
      return await running;
    } finally {
      this.running.delete(running);
    }
  }

  /** One run, for work inside `during`. */
  async infer(feeds: Readonly<Record<string, Tensor>>, names: readonly string[]): Promise<readonly Tensor[]> {
    try {
      const inputs = Object.entries(feeds).map(([name, value]) => [name, toRuntime(value)] as const);
      const results = await this.session.run(Object.fromEntries(inputs), [...names]);
      return names.map((name) => fromRuntime(name, results[name]));
    } catch (error) {
      if (error instanceof ModelError) throw error;
      const reason = error instanceof Error ? error.message.slice(0, 500) : String(error);
      throw new ModelError('model.unsupported', `The model fails when it runs: ${reason}`, { cause: error });
    }
  }

  /** Frees the session once the work under way is done. May be called twice. */
  release(): Promise<void> {
    this.released ??= Promise.allSettled([...this.running]).then(() => this.session.release());
    return this.released;
  }
}
