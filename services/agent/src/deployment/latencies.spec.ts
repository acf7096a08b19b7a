import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Latencies, latencyCounts } from './latencies';

it('nothing has no median', () => {
  expect(new Latencies().median()).toBeNull();
});

it('the median is right within 1 %, also of what was stored', () => {
  const times = fc.array(fc.double({ min: 0.02, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(times, fc.nat(50), (all, cut) => {
      const first = new Latencies();
      for (const ms of all.slice(0, cut)) first.add(ms);
      const rest = new Latencies(latencyCounts.parse(JSON.parse(JSON.stringify(first.state))));
      for (const ms of all.slice(cut)) rest.add(ms);
      const exact = all.toSorted((one, other) => one - other)[Math.ceil(all.length / 2) - 1] ?? NaN;
      expect(Math.abs((rest.median() ?? NaN) - exact)).toBeLessThanOrEqual(exact * 0.01 + 0.005);
    }),
  );
});
