import { Refusal } from '../common/refusal';
import type { NamedTensor } from './infer-request';

/**
 * The `classification` extension of Triton: of each row (the first dimension is the batch) the highest values as
 * `value:index[:label]`.
 */
export function classified(
  { name, shape, values }: NamedTensor,
  count: number,
  labels: readonly string[],
): NamedTensor {
  if (!('buffer' in values))
    throw new Refusal('invalid', `Output "${name}" holds text and cannot be classified.`);
  const numbers = [...values].map(Number);
  const rows = shape.length > 1 ? (shape[0] ?? 1) : 1;
  const width = rows === 0 ? 0 : numbers.length / rows;
  const most = Math.min(count, width);
  const told = Array.from({ length: rows }, (_, row) => {
    const scores = numbers.slice(row * width, (row + 1) * width);
    const best = scores.map((_score, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
    return best
      .slice(0, most)
      .map((at) => `${scores[at]}:${at}${width === labels.length ? `:${labels[at]}` : ''}`);
  });
  return { name, datatype: 'BYTES', shape: shape.length > 1 ? [rows, most] : [most], values: told.flat() };
}
