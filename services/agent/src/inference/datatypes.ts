import type { Datatype, TensorValues } from '@tutti/vision';

type NumberArray = Exclude<TensorValues, readonly string[] | BigInt64Array | BigUint64Array>;
type BigArray = BigInt64Array | BigUint64Array;

/** How the values of a datatype lie in memory and in binary tensors: little-endian, without gaps. */
export type Layout =
  | { readonly kind: 'integer' | 'float'; readonly bytes: number; readonly make: MakeNumbers }
  | { readonly kind: 'boolean'; readonly bytes: 1; readonly make: MakeNumbers }
  | {
      readonly kind: 'big';
      readonly bytes: 8;
      readonly make: MakeBigs;
      readonly least: bigint;
      readonly most: bigint;
    }
  | { readonly kind: 'text' };

interface MakeNumbers {
  new (count: number): NumberArray;
  new (buffer: ArrayBuffer): NumberArray;
}
interface MakeBigs {
  new (count: number): BigArray;
  new (buffer: ArrayBuffer): BigArray;
}

export const layouts: Readonly<Record<Datatype, Layout>> = {
  BOOL: { kind: 'boolean', bytes: 1, make: Uint8Array },
  INT8: { kind: 'integer', bytes: 1, make: Int8Array },
  INT16: { kind: 'integer', bytes: 2, make: Int16Array },
  INT32: { kind: 'integer', bytes: 4, make: Int32Array },
  INT64: { kind: 'big', bytes: 8, make: BigInt64Array, least: -(2n ** 63n), most: 2n ** 63n - 1n },
  UINT8: { kind: 'integer', bytes: 1, make: Uint8Array },
  UINT16: { kind: 'integer', bytes: 2, make: Uint16Array },
  UINT32: { kind: 'integer', bytes: 4, make: Uint32Array },
  UINT64: { kind: 'big', bytes: 8, make: BigUint64Array, least: 0n, most: 2n ** 64n - 1n },
  FP16: { kind: 'float', bytes: 2, make: Float16Array },
  FP32: { kind: 'float', bytes: 4, make: Float32Array },
  FP64: { kind: 'float', bytes: 8, make: Float64Array },
  BYTES: { kind: 'text' },
};
