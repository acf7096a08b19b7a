import { valid } from '@tutti/testing';
import fc from 'fast-check';
import { filterText, hostileBody, hostileHeaders, hostileText, orderText } from './hostile-values';
import type { Call } from './http-call';
import type { Operation, Parameter } from './operations';
import { nearlyValid } from './schema-values';

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** Path segments that no encoder would make. */
const rawSegment = fc.constantFrom(
  '%',
  '%zz',
  '%00',
  '%c0%ae%c0%ae',
  '..',
  '.',
  '%2e%2e',
  '..%2f..%2f',
  '%F0%9F',
  '',
);

const textual = (parameter: Parameter): fc.Arbitrary<string> =>
  valid(parameter.schema).map((value) => String(value));

const segment = (parameter: Parameter, known: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...known), weight: 6 },
    { arbitrary: textual(parameter).map(encoded), weight: 2 },
    { arbitrary: hostileText.map(encoded), weight: 2 },
    { arbitrary: rawSegment, weight: 1 },
  );

const queryValue = (parameter: Parameter): fc.Arbitrary<string> => {
  if (parameter.name === 'q') return filterText;
  if (parameter.name === 'sort') return orderText;
  return fc.oneof({ arbitrary: textual(parameter), weight: 2 }, { arbitrary: hostileText, weight: 1 });
};

const queryString = (parameters: readonly Parameter[]): fc.Arbitrary<string> => {
  const pairs = parameters.map((one) => queryValue(one).map((value) => `${one.name}=${encoded(value)}`));
  const strange = fc.constantFrom(
    'x',
    'position=-1',
    'pageSize=1&pageSize=2',
    '__proto__[a]=1',
    '%zz=%',
    '&&=&',
  );
  return fc
    .tuple(fc.array(fc.oneof(...pairs, strange), { maxLength: 3 }), fc.constantFrom('&', '&', ';'))
    .map(([all, separator]) => (all.length === 0 ? '' : `?${all.join(separator)}`));
};

const pathOf = (operation: Operation, known: readonly string[]): fc.Arbitrary<string> => {
  const inPath = operation.parameters.filter((one) => one.in === 'path');
  const segments = Object.fromEntries(inPath.map((one) => [one.name, segment(one, known)]));
  return fc
    .tuple(fc.record(segments), queryString(operation.parameters.filter((one) => one.in === 'query')))
    .map(
      ([values, query]) =>
        operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name])) + query,
    );
};

const bodyOf = ({ body }: Operation): fc.Arbitrary<Buffer | undefined> => {
  if (!body) return fc.option(hostileBody, { nil: undefined, freq: 3 });
  const json = fc.oneof(valid(body), nearlyValid(body)).map((value) => Buffer.from(JSON.stringify(value)));
  const cut = json.map((bytes) => bytes.subarray(0, -1));
  return fc.oneof(
    { arbitrary: json, weight: 6 },
    { arbitrary: hostileBody, weight: 3 },
    { arbitrary: cut, weight: 1 },
  );
};

/** Calls of an operation: right, nearly right and hostile. `known` are ids that exist. */
export const callsOf = (operation: Operation, known: readonly string[]): fc.Arbitrary<Call> =>
  fc
    .record({
      path: pathOf(operation, known),
      body: operation.method === 'GET' ? fc.constant(undefined) : bodyOf(operation),
      headers: fc.oneof({ arbitrary: fc.constant({}), weight: 2 }, { arbitrary: hostileHeaders, weight: 1 }),
      version: fc.constantFrom('"1"', '"2"', '"3"', '"4"', '"5"'),
    })
    .map(({ path, body, headers, version }) => ({
      method: operation.method,
      path,
      body,
      headers: {
        ...(body ? { 'content-type': operation.type } : {}),
        ...(operation.parameters.some((one) => one.name === 'If-Match') ? { 'if-match': version } : {}),
        ...headers,
      },
    }));
