import type { ModelInput } from './model-info';
import type { Preprocessing } from './model-metadata';
import type { Tensor } from './tensor';

/** RGB bytes of the input's size as the tensor that the model takes. */
export function inputTensor(rgb: Uint8Array, input: ModelInput, preprocessing: Preprocessing): Tensor {
  const { width, height, layout, type } = input;
  const shape = layout === 'NHWC' ? [1, height, width, 3] : [1, 3, height, width];
  if (type === 'float32') return { datatype: 'FP32', shape, values: normalised(rgb, input, preprocessing) };
  const asIs = layout === 'NHWC' && preprocessing.channels === 'RGB';
  const values = asIs ? rgb : arranged(rgb, new Uint8Array(rgb.length), input, preprocessing);
  return { datatype: 'UINT8', shape, values };
}

/** Where channel c of pixel p goes: pixel * pixelStep + c * channelStep. */
function steps({ layout, width, height }: ModelInput): { pixelStep: number; channelStep: number } {
  return layout === 'NHWC' ? { pixelStep: 3, channelStep: 1 } : { pixelStep: 1, channelStep: width * height };
}

function arranged(
  rgb: Uint8Array,
  into: Uint8Array,
  input: ModelInput,
  { channels }: Preprocessing,
): Uint8Array {
  const { pixelStep, channelStep } = steps(input);
  for (let channel = 0; channel < 3; channel++) {
    const source = channels === 'RGB' ? channel : 2 - channel;
    let target = channel * channelStep;
    for (let at = source; at < rgb.length; at += 3, target += pixelStep) into[target] = rgb[at] ?? 0;
  }
  return into;
}

function normalised(rgb: Uint8Array, input: ModelInput, preprocessing: Preprocessing): Float32Array {
  const { pixelStep, channelStep } = steps(input);
  const into = new Float32Array(rgb.length);
  const plain = preprocessing.embedded;
  for (let channel = 0; channel < 3; channel++) {
    const std = preprocessing.std[channel] ?? 1;
    const factor = plain ? 1 : preprocessing.scale / std;
    const offset = plain ? 0 : (preprocessing.mean[channel] ?? 0) / std;
    let target = channel * channelStep;
    const source = preprocessing.channels === 'RGB' ? channel : 2 - channel;
    for (let at = source; at < rgb.length; at += 3, target += pixelStep)
      into[target] = (rgb[at] ?? 0) * factor - offset;
  }
  return into;
}
