import { type ModelProto, model, node, tensor, valueInfo } from '@tutti/vision';
import { type Layers, convertLayers } from './backbone-converter';
import { readTflite } from './tflite-model';

/** Which layers say most about a picture was measured: blocks 5, 9, 12 and 14, their means and deviations. */
export const blocks = [5, 9, 12, 14].map(
  (block) => `FeatureExtractor/MobilenetV2/expanded_conv_${block}/add`,
);
const varianceFloor = 1e-9;

export const backboneName = 'mobilenetv2-oidv4-ml704';

/**
 * The feature extractor: `image` uint8 [N,side,side,3] in, `embedding` float [N,704] out. Preprocessing (to -1..1,
 * planes first) is part of the graph.
 */
export function buildBackbone(tflite: Uint8Array, side: number): ModelProto {
  const planes = convertLayers(readTflite(tflite), { name: 'planes', channels: 3, side }, blocks);
  const pooled = pooling(planes);
  const width = 2 * planes.planes.reduce((sum, { channels }) => sum + channels, 0);
  return model({
    name: backboneName,
    nodes: [
      node('Cast', ['image'], ['pixels'], { to: 1n }),
      node('Mul', ['pixels', 'pixel_scale'], ['scaled']),
      node('Sub', ['scaled', 'one'], ['centred']),
      node('Transpose', ['centred'], ['planes'], { perm: [0n, 3n, 1n, 2n] }),
      ...planes.nodes,
      ...pooled,
      node('Concat', [...outputs('mean'), ...outputs('deviation')], ['embedding'], { axis: 1n }),
    ],
    initializers: [
      tensor('pixel_scale', new Float32Array([1 / 127.5]), []),
      tensor('one', new Float32Array([1]), []),
      tensor('variance_floor', new Float32Array([varianceFloor]), []),
      ...planes.initializers,
    ],
    inputs: [valueInfo('image', 'uint8', ['N', side, side, 3])],
    outputs: [valueInfo('embedding', 'float32', ['N', width])],
  });
}

const outputs = (what: string): string[] => blocks.map((_, index) => `${what}${index}`);

function pooling({ planes }: Layers) {
  return planes.flatMap(({ name }, index) => {
    const at = (what: string): string => `${what}${index}`;
    return [
      node('ReduceMean', [name], [at('centre')], { axes: [2n, 3n], keepdims: 1n }),
      node('Sub', [name, at('centre')], [at('offset')]),
      node('Mul', [at('offset'), at('offset')], [at('square')]),
      node('ReduceMean', [at('square')], [at('variance')], { axes: [2n, 3n], keepdims: 0n }),
      node('Add', [at('variance'), 'variance_floor'], [at('floored')]),
      node('Sqrt', [at('floored')], [at('deviation')]),
      node('Flatten', [at('centre')], [at('mean')], { axis: 1n }),
    ];
  });
}
