import { endianness } from 'node:os';
import type { Tensor, TensorValues } from '@tutti/vision';
import { Refusal } from '../common/refusal';
import { layouts } from './datatypes';
import { type CheckedHead, checkCount } from './tensor-shape';

if (endianness() !== 'LE') throw new Error('Binary tensors are little-endian, and so must be the machine.');

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Values from a binary tensor: little-endian, row-major; BYTES are each led by their length in 4 bytes. */
export function fromBinary(head: CheckedHead, bytes: Uint8Array): TensorValues {
  const { name, datatype, shape, count } = head;
  const layout = layouts[datatype];
  if (layout.kind === 'text') {
    const texts: string[] = [];
    for (const element of elementsOf(name, bytes)) texts.push(textOf(name, element));
    checkCount(head, texts.length);
    return texts;
  }
  const size = count * layout.bytes;
  if (bytes.length !== size)
    throw new Refusal(
      'invalid',
      `Input "${name}" (${datatype} [${shape.join()}]) must have ${size} bytes, not ${bytes.length}.`,
    );
  // A copy, because typed arrays begin at multiples of their element's size.
  const values = new layout.make(new Uint8Array(bytes).buffer);
  if (layout.kind === 'boolean' && bytes.some((byte) => byte > 1))
    throw new Refusal('invalid', `Input "${name}" is BOOL: its bytes must be 0 or 1.`);
  return values;
}

/** The elements of a BYTES tensor. */
export function* elementsOf(name: string, bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 <= bytes.length ? at + 4 + view.getUint32(at, true) : Infinity;
    if (end > bytes.length) throw new Refusal('invalid', `Input "${name}" ends in the middle of an element.`);
    yield bytes.subarray(at + 4, end);
    at = end;
  }
}

/** ONNX strings are UTF-8. */
export function textOf(name: string, element: Uint8Array): string {
  try {
    return utf8.decode(element);
  } catch {
    throw new Refusal('invalid', `Input "${name}" holds bytes that are not UTF-8 text.`);
  }
}

export function toBinary({ values }: Tensor): Buffer {
  if ('buffer' in values) return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat(
    values.map((value) => {
      const text = Buffer.from(value);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      return Buffer.concat([length, text]);
    }),
  );
}
