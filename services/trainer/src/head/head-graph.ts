import { type ModelProto, decodeModel, encodeModel, node, tensor, valueInfo } from '@tutti/vision';
import type { LinearHead } from './linear-head';

/** The backbone with the head behind it, in one graph: `probabilities` [N,K] and `embedding` [N,D]. */
export function mergeHead(
  backbone: ModelProto,
  head: LinearHead,
  metadata: Readonly<Record<string, string>>,
): ModelProto {
  const merged = decodeModel(encodeModel(backbone));
  const { classCount, columns } = head;
  if (merged.graph === undefined) throw new Error('The backbone holds no graph.');
  const values = Float32Array.from(head.parameters);
  merged.graph.name = 'classifier';
  merged.graph.initializer.push(
    tensor('head.weight', values.subarray(0, classCount * columns), [classCount, columns]),
    tensor('head.bias', values.subarray(classCount * columns), [classCount]),
  );
  merged.graph.node.push(
    node('Gemm', ['embedding', 'head.weight', 'head.bias'], ['head.scores'], { transB: 1n }),
    node('Softmax', ['head.scores'], ['probabilities'], { axis: 1n }),
  );
  merged.graph.output.unshift(valueInfo('probabilities', 'float32', ['N', classCount]));
  for (const [key, value] of Object.entries(metadata)) {
    merged.metadataProps.push({ $typeName: 'onnx.StringStringEntryProto', key, value });
  }
  return merged;
}
