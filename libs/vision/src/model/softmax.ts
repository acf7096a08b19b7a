/** exp(x_i) / sum(exp(x)), shifted by the maximum so that it cannot overflow. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits);
  const max = values.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.exp((values[i] ?? 0) - max);
    values[i] = value;
    sum += value;
  }
  return values.map((value) => value / sum);
}
