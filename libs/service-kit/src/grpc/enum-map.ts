/** `no-stream` → `NO_STREAM` */
type Named<Value extends string> = Value extends `${infer Head}-${infer Tail}`
  ? `${Uppercase<Head>}_${Named<Tail>}`
  : Uppercase<Value>;

type Members<Value extends string> = Readonly<Record<Named<Value> | 'UNSPECIFIED' | 'UNRECOGNIZED', number>>;

/** Nothing in one that is not in the other, or it does not compile. */
type Exactly<Value extends string, Proto> =
  Exclude<keyof Proto, Named<Value> | 'UNSPECIFIED' | 'UNRECOGNIZED'> extends never ? unknown : never;

export interface EnumMap<Value extends string, Proto> {
  readonly toProto: (value: Value) => Proto[keyof Proto];
  /** For a schema to judge: a number that is none of the enum's stays one, and is refused there. */
  readonly fromProto: <Given extends number | undefined>(
    value: Given,
  ) => Given extends number ? Value : Value | undefined;
}

/** Values of a contract to and from the enum of the generated code that has the same names. */
export const enumMap = <const Value extends string, Proto extends Members<Value>>(
  values: readonly Value[],
  proto: Proto & Exactly<Value, Proto>,
): EnumMap<Value, Proto> => {
  const numberOf = (value: Value): number =>
    (proto as Readonly<Record<string, number>>)[value.toUpperCase().replaceAll('-', '_')] ?? 0;
  const byNumber = new Map(values.map((value) => [numberOf(value), value]));
  return {
    toProto: (value) => numberOf(value) as Proto[keyof Proto],
    fromProto: (value) => (value === undefined ? undefined : (byNumber.get(value) ?? String(value))) as never,
  };
};
