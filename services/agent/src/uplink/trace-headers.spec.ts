import { expect, test } from 'vitest';
import { traceHeaders } from './trace-headers';

test('the configured share of messages begins a trace, each its own', () => {
  const at = (chance: number, ratio = 0.1) => traceHeaders(ratio, () => chance).headers?.get('traceparent');
  expect(at(0.05)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(at(0.05)).not.toBe(at(0.05));
  expect(at(0.1)).toBeUndefined();
  expect(at(0, 0)).toBeUndefined();
  expect(at(0.999, 1)).toBeDefined();
});
