import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { Refusal } from '../common/refusal';
import { elementsOf, fromBinary } from '../inference/binary-tensor';
import type { InferInput, InputContent } from '../inference/infer-request';
import { fromJson, parseExact } from '../inference/json-tensor';
import { pictureBytes } from '../inference/picture-service';

const parameters = z.record(z.string(), z.unknown()).default({});
const inferRequest = z.object({
  id: z.string().max(256).optional(),
  parameters,
  inputs: z
    .array(
      z.object({
        name: z.string().max(1024),
        shape: z.array(z.number()).max(64),
        datatype: z.string().max(64),
        parameters,
        data: z.unknown().optional(),
      }),
    )
    .max(1024),
  outputs: z
    .array(z.object({ name: z.string().max(1024), parameters }))
    .max(1024)
    .default([]),
});
type ParsedRequest = z.infer<typeof inferRequest>;
type ParsedInput = ParsedRequest['inputs'][number];

/** A request as it came over HTTP, with how its answer is wished. */
export interface InferBody {
  readonly id: string | undefined;
  readonly inputs: readonly InferInput[];
  readonly outputs: readonly {
    readonly name: string;
    readonly classes: number | undefined;
    readonly binary: boolean | undefined;
  }[];
  /** For outputs that do not say it themselves. */
  readonly binary: boolean;
}

/** The JSON ends where `Inference-Header-Content-Length` says; the inputs' binary data follow in their order. */
export function readInferBody(body: Buffer, headers: IncomingHttpHeaders): InferBody {
  const headerLength = lengthOfHeader(headers['inference-header-content-length'], body.length);
  const asked = parse(body.subarray(0, headerLength));
  const binary = new BinaryTail(body.subarray(headerLength));
  const inputs = asked.inputs.map((input) => ({ ...input, content: contentOf(input, binary) }));
  binary.finish();
  return {
    id: asked.id,
    inputs,
    outputs: asked.outputs.map(({ name, parameters: wishes }) => ({
      name,
      classes: classesOf(name, wishes['classification']),
      binary: typeof wishes['binary_data'] === 'boolean' ? wishes['binary_data'] : undefined,
    })),
    binary: asked.parameters['binary_data_output'] === true,
  };
}

function lengthOfHeader(header: string | string[] | undefined, available: number): number {
  if (header === undefined) return available;
  const length = typeof header === 'string' && /^\d{1,12}$/.test(header) ? Number(header) : NaN;
  if (length <= available) return length;
  throw new Refusal(
    'invalid',
    `Inference-Header-Content-Length must be the length of the JSON, within the ${available} bytes of the body.`,
  );
}

function parse(bytes: Buffer): ParsedRequest {
  const text = bytes.toString('utf8');
  const parsed = inferRequest.safeParse(json(text, (each) => JSON.parse(each) as unknown));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') || 'its top';
    throw new Refusal('invalid', `The request is malformed at ${place}: ${issue?.message}.`);
  }
  const exact = parsed.data.inputs.some(({ datatype }) => /^U?INT64$/.test(datatype)) && /\d{16}/.test(text);
  return exact ? inferRequest.parse(json(text, parseExact)) : parsed.data;
}

function json(text: string, read: (text: string) => unknown): unknown {
  try {
    return read(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : '';
    throw new Refusal('invalid', `The request is not JSON: ${reason}`);
  }
}

/** The bytes behind the JSON. Each input takes its share; nothing may be missing or left. */
class BinaryTail {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  take(name: string, size: unknown): Buffer {
    const left = this.bytes.length - this.at;
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0)
      throw new Refusal('invalid', `Input "${name}": binary_data_size must be a number of bytes.`);
    if (size > left)
      throw new Refusal(
        'invalid',
        `Input "${name}" should have ${size} bytes behind the JSON; there are ${left}. Inference-Header-Content-Length says where the JSON ends.`,
      );
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  finish(): void {
    const left = this.bytes.length - this.at;
    if (left > 0)
      throw new Refusal('invalid', `${left} bytes behind the JSON belong to no input (binary_data_size).`);
  }
}

function contentOf({ name, data, parameters: told }: ParsedInput, tail: BinaryTail): InputContent {
  const size = told['binary_data_size'];
  if (size === undefined) {
    if (data === undefined)
      throw new Refusal('invalid', `Input "${name}" has neither data nor a binary_data_size.`);
    return { values: (head) => fromJson(head, data), picture: () => base64Picture(name, data) };
  }
  if (data !== undefined)
    throw new Refusal('invalid', `Input "${name}" has both data and a binary_data_size.`);
  return binaryContent(name, tail.take(name, size));
}

const binaryContent = (name: string, bytes: Buffer): InputContent => ({
  values: (head) => fromBinary(head, bytes),
  picture: () => {
    const [picture, ...more] = elementsOf(name, bytes);
    if (picture === undefined || more.length > 0)
      throw new Refusal('invalid', `Input "${name}" of shape [1] must hold one picture.`);
    return Buffer.from(picture);
  },
});

function base64Picture(name: string, data: unknown): Buffer {
  const flat: readonly unknown[] = Array.isArray(data) ? data.flat(1) : [];
  const [picture, ...more] = flat;
  if (typeof picture !== 'string' || more.length > 0)
    throw new Refusal('invalid', `Input "${name}" of shape [1] must hold one string.`);
  return pictureBytes(picture);
}

function classesOf(name: string, wish: unknown): number | undefined {
  if (wish === undefined) return undefined;
  if (typeof wish === 'number' && Number.isInteger(wish) && wish > 0) return wish;
  throw new Refusal('invalid', `Output "${name}": classification must be a number of classes, 1 or more.`);
}
