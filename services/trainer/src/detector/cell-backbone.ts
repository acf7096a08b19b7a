import { type ModelProto, model, node, tensor, valueInfo } from '@tutti/vision';
import { convertLayers } from '../backbone/backbone-converter';
import { readTflite } from '../backbone/tflite-model';

/** A cell of the grid covers this many pixels of the input along each side. */
export const cellStride = 8;
/** What is known of a cell: 32 numbers of block 5, at its own stride, and 64 and 96 of blocks 9 and 12, enlarged. */
export const cellChannels = 192;

const blocks = [5, 9, 12].map((block) => `FeatureExtractor/MobilenetV2/expanded_conv_${block}/add`);

export const cellBackboneName = 'mobilenetv2-oidv4-cells192';

/**
 * `image` uint8 [N,side,side,3] in, `cells` float [N,192,side/8,side/8] out. Preprocessing (to -1..1, planes first) is
 * part of the graph. `side` is a multiple of 16.
 */
export function buildCellBackbone(tflite: Uint8Array, side: number): ModelProto {
  const layers = convertLayers(readTflite(tflite), { name: 'planes', channels: 3, side }, blocks);
  const [fine, ...coarse] = layers.planes;
  const enlarged = coarse.map(({ name }, at) =>
    node('Resize', [name, '', 'twice'], [`enlarged${at}`], {
      mode: 'linear',
      coordinate_transformation_mode: 'half_pixel',
    }),
  );
  return model({
    name: cellBackboneName,
    nodes: [
      node('Cast', ['image'], ['pixels'], { to: 1n }),
      node('Mul', ['pixels', 'pixel_scale'], ['scaled']),
      node('Sub', ['scaled', 'one'], ['centred']),
      node('Transpose', ['centred'], ['planes'], { perm: [0n, 3n, 1n, 2n] }),
      ...layers.nodes,
      ...enlarged,
      node('Concat', [fine?.name ?? '', ...coarse.map((_, at) => `enlarged${at}`)], ['cells'], { axis: 1n }),
    ],
    initializers: [
      tensor('pixel_scale', new Float32Array([1 / 127.5]), []),
      tensor('one', new Float32Array([1]), []),
      tensor('twice', new Float32Array([1, 1, 2, 2]), [4]),
      ...layers.initializers,
    ],
    inputs: [valueInfo('image', 'uint8', ['N', side, side, 3])],
    outputs: [valueInfo('cells', 'float32', ['N', cellChannels, side / cellStride, side / cellStride])],
  });
}
