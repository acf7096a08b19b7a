import { Refusal } from '../common/refusal';
import type { ServedModel } from '../engine/served-model';
import { layouts } from '../inference/datatypes';
import { fromBinary } from '../inference/binary-tensor';
import type { InferInput } from '../inference/infer-request';
import { datatypes } from '@tutti/vision';
import type { InferBody } from './infer-body';

/**
 * `Inference-Header-Content-Length: 0`: no JSON, the body is the one input itself. For a model of pictures that is a
 * JPEG, PNG or WebP; else the tensor, whose shape may leave one dimension open.
 */
export function rawRequest(body: Buffer, { name, tensors, pictures }: ServedModel): InferBody {
  const [declared, ...more] = tensors.inputs;
  if (declared === undefined || more.length > 0)
    throw new Refusal(
      'invalid',
      `Model "${name}" has ${tensors.inputs.length} inputs; a body without JSON holds one.`,
    );
  const content: InferInput['content'] = { values: (head) => fromBinary(head, body), picture: () => body };
  const rest = { id: undefined, outputs: [], binary: false };
  if (pictures !== undefined)
    return { ...rest, inputs: [{ name: declared.name, datatype: 'BYTES', shape: [1], content }] };
  const datatype = datatypes.find((each) => each === declared.datatype);
  const layout = datatype && layouts[datatype];
  const open = declared.shape.filter((size) => size === -1).length;
  if (layout === undefined || layout.kind === 'text' || open > 1)
    throw new Refusal(
      'invalid',
      `The shape of input "${declared.name}" does not follow from its bytes: send it with JSON.`,
    );
  const known = declared.shape.reduce(
    (product, size) => (size === -1 ? product : product * size),
    layout.bytes,
  );
  const shape = declared.shape.map((size) =>
    size === -1 ? Math.floor(body.length / Math.max(1, known)) : size,
  );
  return { ...rest, inputs: [{ name: declared.name, datatype: declared.datatype, shape, content }] };
}
