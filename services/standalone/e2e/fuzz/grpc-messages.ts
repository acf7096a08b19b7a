import {
  create,
  createFileRegistry,
  type DescEnum,
  type DescField,
  type DescMessage,
  type DescMethod,
  type DescOneof,
  fromBinary,
  type MessageShape,
  ScalarType,
  toBinary,
} from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { descriptors } from '@tutti/contracts/gen/descriptors';
import fc from 'fast-check';
import { filterText, hostileText, orderText } from './hostile-values';

/** Every method of Tutti's own services, from the descriptors that server reflection shows. */
export const methodsOf = (): readonly DescMethod[] => {
  const file = descriptors.map((text) => fromBinary(FileDescriptorProtoSchema, Buffer.from(text, 'base64')));
  const registry = createFileRegistry(create(FileDescriptorSetSchema, { file }));
  return [...registry].flatMap((type) =>
    type.kind === 'service' && type.typeName.startsWith('tutti.') ? type.methods : [],
  );
};

/** What would be right, by the field's name: else nothing would ever succeed. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  name: ['North', 'Süd', 'cam-1'],
  password: ['a long enough password'],
  description: ['At the gate', ''],
  site: ['Seoul', ''],
  filter: ['lifecycle==registered', 'serial==fuzzed'],
  picture: ['a'.repeat(64)],
  reason: ['stolen'],
  colour: ['#1a2b3c'],
  key: ['ok', 'dent'],
  class_key: ['ok', 'dent'],
  note: ['by the fuzz'],
  page_token: [''],
  context: ['identity', 'devices', 'datasets'],
  aggregate: ['device', 'user', 'item'],
  type: ['DeviceSuspended', 'tutti.identity.UserCreated'],
  as_of: ['1', '999999', '2026-11-01T00:00:00Z'],
};

const text = (name: string, known: readonly string[]): fc.Arbitrary<string> =>
  fc
    .oneof(
      { arbitrary: fc.constantFrom(...(fitting[name] ?? known)), weight: 8 },
      { arbitrary: hostileText, weight: 1 },
      { arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }), weight: 1 },
    )
    .map((value) => value.toWellFormed());

const whole = fc.oneof(
  { arbitrary: fc.integer({ min: 60, max: 500 }), weight: 6 },
  { arbitrary: fc.integer({ min: -1, max: 5 }), weight: 1 },
  { arbitrary: fc.constantFrom(100_000, 2 ** 31 - 1, -(2 ** 31)), weight: 1 },
);
const long = fc.oneof(
  whole.map(BigInt),
  fc.constantFrom(2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)),
);
const real = fc.oneof(fc.double(), fc.constantFrom(0, 37.5, -180, Number.NaN, Number.POSITIVE_INFINITY));

const scalar = (type: ScalarType, name: string, known: readonly string[]): fc.Arbitrary<unknown> => {
  switch (type) {
    case ScalarType.STRING:
      return text(name, known);
    case ScalarType.BOOL:
      return fc.boolean();
    case ScalarType.INT32:
      return whole;
    case ScalarType.INT64:
      return long;
    case ScalarType.DOUBLE:
      return real;
    default:
      throw new Error(`The fuzz makes no ${ScalarType[type]}: teach it.`);
  }
};

/** Times beyond what a date can be are allowed on the wire. */
const timestamp = fc.record({
  seconds: fc.oneof(
    fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }).map(BigInt),
    fc.constantFrom(0n, -1n, 253_402_300_800n, 2n ** 62n),
  ),
  nanos: fc.constantFrom(0, 1, 999_999_999, -1),
});

/** Also numbers that are none of it. */
const enumerated = ({ values }: DescEnum): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(...values.map(({ number }) => number)), fc.constantFrom(77, -1));

const valueOf = (field: DescField, known: readonly string[]): fc.Arbitrary<unknown> => {
  if (field.name === 'q') return filterText.map((value) => value.toWellFormed());
  if (field.name === 'sort') return orderText;
  switch (field.fieldKind) {
    case 'scalar':
      return scalar(field.scalar, field.name, known);
    case 'enum':
      return enumerated(field.enum);
    case 'message':
      return field.message.typeName === 'google.protobuf.Timestamp'
        ? timestamp
        : fields(field.message, known);
    case 'map':
      return fc.dictionary(text('tag', ['line', 'a.b', '__proto__', 'constructor']), text('site', known), {
        maxKeys: 3,
      });
    case 'list':
      if (field.listKind === 'scalar')
        return fc.array(scalar(field.scalar, field.name, known), { maxLength: 3 });
      if (field.listKind === 'enum') return fc.array(enumerated(field.enum), { maxLength: 3 });
      return fc.array(fields(field.message, known), { maxLength: 3 });
  }
};

/** One of its members, or none. */
const oneofOf = (oneof: DescOneof, known: readonly string[]): fc.Arbitrary<unknown> =>
  fc.option(
    fc.oneof(
      ...oneof.fields.map((field) =>
        valueOf(field, known).map((value) => ({ case: field.localName, value })),
      ),
    ),
    { nil: undefined, freq: 5 },
  );

const fields = (message: DescMessage, known: readonly string[]): fc.Arbitrary<Record<string, unknown>> => {
  const all = Object.fromEntries(
    message.members.map((member) => [
      member.localName,
      member.kind === 'oneof' ? oneofOf(member, known) : valueOf(member, known),
    ]),
  );
  return fc.oneof(fc.record(all), fc.record(all, { requiredKeys: [] }));
};

const encode = (message: DescMessage, content: Record<string, unknown>): Buffer =>
  Buffer.from(toBinary(message, create(message, content as MessageShape<DescMessage>)));

/** Messages of a method: as the schema allows, and bytes that are none. */
export const messagesOf = ({ input }: DescMethod, known: readonly string[]): fc.Arbitrary<Buffer> => {
  const encoded = fields(input, known).map((content) => encode(input, content));
  return fc.oneof(
    { arbitrary: encoded, weight: 8 },
    { arbitrary: encoded.map((bytes) => bytes.subarray(0, -1)), weight: 1 },
    { arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
  );
};

const strangePairs = [
  ...['"0"', 'W/"1"', '*', '"999999999999999"', '"1", "2"', '', '1'].map((v) => ['if-match', v] as const),
  ...['"key"', 'a', '"', '"\\"', 'a'.repeat(200)].map((v) => ['idempotency-key', v] as const),
  ...['0', '1', '-1', '1e3', '', '9'.repeat(40)].map((v) => ['tutti-position', v] as const),
  ...['Bearer x', 'Bearer a.b.c', 'Basic YTpi', ''].map((v) => ['authorization', v] as const),
  ...['00-0-0-0', 'x'].map((v) => ['traceparent', v] as const),
  ['x-forwarded-for', '1.2.3.4'] as const,
  ['cookie', 'tutti_session=x'] as const,
];

/** Metadata that is right, nearly right and hostile. */
export const metadataPairs: fc.Arbitrary<readonly (readonly [string, string])[]> = fc
  .tuple(
    fc.constantFrom('"1"', '"2"', '"3"', '"4"', '"5"').map((version) => ['if-match', version] as const),
    fc.oneof(
      { arbitrary: fc.constant([]), weight: 3 },
      { arbitrary: fc.subarray(strangePairs, { minLength: 1, maxLength: 2 }), weight: 1 },
    ),
  )
  .map(([first, rest]) => [first, ...rest]);
