import { type Datatype, type TensorInfo, datatypes } from '@tutti/vision';
import { Refusal } from '../common/refusal';

/** A tensor that somebody sends: what is known before its content is looked at. */
export interface InputHead {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
}

/** The same, held against the model: content may be read into `count` values now. */
export interface CheckedHead {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly count: number;
}

const mostDimensions = 32;
/** Far beyond what fits into a body; below the size where products lose precision. */
const mostElements = 2 ** 31;

/** Throws a `Refusal` when the tensor is not what the model declares. Allocates nothing. */
export function checkHead({ name, datatype, shape }: InputHead, declared: TensorInfo): CheckedHead {
  const known = datatypes.find((each) => each === declared.datatype);
  if (known === undefined)
    throw new Refusal(
      'unprocessable',
      `Input "${name}" of the model is ${declared.datatype}, which cannot be sent.`,
    );
  if (known !== datatype)
    throw new Refusal('invalid', `Input "${name}" must be ${known}, not ${datatype.slice(0, 16)}.`);
  const count = elementCount(name, shape);
  const fits =
    shape.length === declared.shape.length &&
    declared.shape.every((size, at) => size === -1 || size === shape[at]);
  if (!fits)
    throw new Refusal(
      'invalid',
      `Input "${name}" must have shape [${declared.shape.join()}] (-1: any), not [${shape.join()}].`,
    );
  return { name, datatype: known, shape, count };
}

function elementCount(name: string, shape: readonly number[]): number {
  if (shape.length > mostDimensions)
    throw new Refusal(
      'invalid',
      `Input "${name}" has ${shape.length} dimensions; at most ${mostDimensions} are possible.`,
    );
  let count = 1;
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 0 || size > mostElements)
      throw new Refusal(
        'invalid',
        `Input "${name}" has a dimension of ${size}; it must be within 0..${mostElements}.`,
      );
    count *= size;
    if (count > mostElements)
      throw new Refusal(
        'too-large',
        `Input "${name}" of shape [${shape.join()}] has more than ${mostElements} values.`,
      );
  }
  return count;
}

export function checkCount({ name, shape, count }: CheckedHead, found: number): void {
  if (found !== count)
    throw new Refusal(
      'invalid',
      `Input "${name}" of shape [${shape.join()}] must hold ${count} values, not ${found}.`,
    );
}
