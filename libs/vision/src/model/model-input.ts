import { ModelError } from './model-error';
import type { ModelInput, TensorInfo } from './model-info';
import type { Preprocessing } from './model-metadata';

const longestSide = 4096;
const mostPixels = 4096 * 2048;

/** The one picture input that we can feed: [N,H,W,3] or [N,3,H,W], uint8 or float32, N open or 1. */
export function pictureInput(
  inputs: readonly TensorInfo[],
  preprocessing: Preprocessing | undefined,
): ModelInput {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1)
    return refuse(`it has ${inputs.length} inputs instead of one`);
  const { name, shape } = input;
  const type = elementType(input);
  const layout = layoutOf(shape);
  const [rows, columns] = layout === 'NHWC' ? shape.slice(1, 3) : shape.slice(2);
  const height = fixedSide(rows, preprocessing?.height, 'height');
  const width = fixedSide(columns, preprocessing?.width, 'width');
  if (width * height > mostPixels)
    return refuse(`an input of ${width}x${height} is larger than ${mostPixels} pixels`);
  return { name, width, height, layout, type };
}

function elementType({ name, datatype }: TensorInfo): ModelInput['type'] {
  if (datatype === 'UINT8') return 'uint8';
  return datatype === 'FP32'
    ? 'float32'
    : refuse(`input ${name} is ${datatype}; UINT8 and FP32 are understood`);
}

function layoutOf(shape: readonly number[]): ModelInput['layout'] {
  if (shape.length === 4 && shape[0] !== -1 && shape[0] !== 1)
    refuse(`its batch size is fixed at ${shape[0]}`);
  if (shape.length === 4 && shape[3] === 3) return 'NHWC';
  if (shape.length === 4 && shape[1] === 3) return 'NCHW';
  return refuse(`shape [${shape.join()}] is neither [N,H,W,3] nor [N,3,H,W]`);
}

function fixedSide(declared: number | undefined, wished: number | undefined, what: string): number {
  const size = declared === undefined || declared < 0 ? wished : declared;
  if (size === undefined) {
    throw new ModelError(
      'model.bad-metadata',
      `The model leaves its input's ${what} open and its metadata too.`,
    );
  }
  if (size < 1 || size > longestSide)
    return refuse(`an input ${what} of ${size} is not within 1..${longestSide}`);
  return size;
}

function refuse(reason: string): never {
  throw new ModelError('model.unsupported', `The model cannot be fed with pictures: ${reason}.`);
}
