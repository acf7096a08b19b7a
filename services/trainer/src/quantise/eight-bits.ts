/** Smallest and largest value of a tensor. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** value = (code - zeroPoint) * scale */
export interface Coding {
  readonly scale: number;
  readonly zeroPoint: number;
}

const codes = 255;
const largestWeight = 127;
/** Sums of products have room beside a bias of this size in 32 bits. */
const largestBias = 2 ** 30;
const smallestScale = 1e-12;

/** Codes 0..255 over a range that is widened to hold 0, which is coded exactly: padding is 0. */
export function activationCoding({ min, max }: Range): Coding {
  const low = Math.min(0, min);
  const scale = Math.fround(Math.max((Math.max(0, max) - low) / codes, smallestScale));
  return { scale, zeroPoint: Math.min(codes, Math.max(0, Math.round(-low / scale))) };
}

/** What a convolution's numbers become. `weights` has one row of equal length for each bias. */
export interface CodedFilter {
  readonly weights: Int8Array;
  readonly weightScales: Float32Array;
  readonly bias: Int32Array;
  readonly biasScales: Float32Array;
}

/** Weights in 8 bits, symmetric, by output channel; biases in 32 bits in the scale of the products. */
export function codeFilter(weights: Float32Array, bias: Float32Array, inputScale: number): CodedFilter {
  const length = weights.length / bias.length;
  const weightScales = bias.map((offset, channel) => {
    const row = weights.subarray(channel * length, (channel + 1) * length);
    const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return Math.max(largest / largestWeight, Math.abs(offset) / (inputScale * largestBias), smallestScale);
  });
  const biasScales = weightScales.map((scale) => scale * inputScale);
  return {
    weights: Int8Array.from(weights, (value, at) =>
      Math.round(value / (weightScales[Math.floor(at / length)] ?? 1)),
    ),
    weightScales,
    bias: Int32Array.from(bias, (value, channel) => Math.round(value / (biasScales[channel] ?? 1))),
    biasScales,
  };
}
