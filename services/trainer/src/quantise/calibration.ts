import { type ModelProto, decodeModel, encodeModel, node, valueInfo } from '@tutti/vision';
import { InferenceSession, type Tensor } from 'onnxruntime-node';
import type { Range } from './eight-bits';

/** What the graph is fed with once: its inputs by name. */
export type Batch = Readonly<Record<string, Tensor>>;

export type Batches = Iterable<Batch> | AsyncIterable<Batch>;

/** Runs the graph over the batches and notes between which values the named tensors lie. */
export async function observeRanges(
  proto: ModelProto,
  names: readonly string[],
  { batches, threads }: { readonly batches: Batches; readonly threads: number | undefined },
): Promise<ReadonlyMap<string, Range>> {
  const session = await InferenceSession.create(observed(proto, names), {
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const ranges = new Map<string, Range>();
  try {
    for await (const batch of batches) {
      const found = await session.run(batch);
      for (const name of names) {
        const before = ranges.get(name) ?? { min: Infinity, max: -Infinity };
        ranges.set(name, {
          min: Math.min(before.min, scalar(found[`${name}.min`])),
          max: Math.max(before.max, scalar(found[`${name}.max`])),
        });
      }
    }
  } finally {
    await session.release();
  }
  return ranges;
}

/** The smallest and the largest value are taken inside the graph: the planes themselves are large. */
function observed(proto: ModelProto, names: readonly string[]): Uint8Array {
  const copy = decodeModel(encodeModel(proto));
  for (const name of names) {
    copy.graph?.node.push(
      node('ReduceMin', [name], [`${name}.min`], { keepdims: 0n }),
      node('ReduceMax', [name], [`${name}.max`], { keepdims: 0n }),
    );
    copy.graph?.output.push(valueInfo(`${name}.min`, 'float32', []), valueInfo(`${name}.max`, 'float32', []));
  }
  return encodeModel(copy);
}

const scalar = (tensor: Tensor | undefined): number => (tensor?.data as Float32Array | undefined)?.[0] ?? NaN;
