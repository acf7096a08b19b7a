import type { FastifyReply } from 'fastify';
import { toBinary } from '../inference/binary-tensor';
import type { InferAnswer, NamedTensor } from '../inference/infer-request';
import { toJson } from '../inference/json-tensor';
import type { InferBody } from './infer-body';

/** Sends JSON, followed by the outputs that were wished as binary data. */
export function sendAnswer(
  reply: Pick<FastifyReply, 'header' | 'type' | 'send'>,
  { model, version, outputs }: InferAnswer,
  { id, binary, outputs: wishes }: Pick<InferBody, 'id' | 'binary' | 'outputs'>,
): FastifyReply {
  const tail: Buffer[] = [];
  const told = outputs.map((output) => {
    const wished = wishes.find(({ name }) => name === output.name)?.binary ?? binary;
    if (!wished) return withJson(output);
    const bytes = toBinary(output);
    tail.push(bytes);
    return head(output, `"parameters":{"binary_data_size":${bytes.length}}`);
  });
  const about = JSON.stringify({ model_name: model, model_version: version, id }).slice(1, -1);
  const text = `{${about},"outputs":[${told.join()}]}`;
  if (tail.length === 0) return reply.type('application/json; charset=utf-8').send(text);
  const json = Buffer.from(text);
  return reply
    .header('inference-header-content-length', json.length)
    .type('application/octet-stream')
    .send(Buffer.concat([json, ...tail]));
}

const withJson = (output: NamedTensor): string => head(output, `"data":${toJson(output.name, output)}`);

const head = ({ name, datatype, shape }: NamedTensor, rest: string): string =>
  `{"name":${JSON.stringify(name)},"datatype":"${datatype}","shape":[${shape.join()}],${rest}}`;
