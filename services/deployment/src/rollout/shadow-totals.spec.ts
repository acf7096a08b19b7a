import { shadowComparison, type ShadowComparison } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { shadowTotals } from './shadow-totals';

const nothing: ShadowComparison = {
  frames: 0,
  agreement: null,
  current: { meanScore: null, latencyMs: null },
  candidate: { meanScore: null, latencyMs: null, failures: 0 },
};
const small: ShadowComparison = {
  frames: 10,
  agreement: 1,
  current: { meanScore: 0.9, latencyMs: 10 },
  candidate: { meanScore: 0.8, latencyMs: 20, failures: 0 },
};
const large: ShadowComparison = {
  frames: 30,
  agreement: 0.5,
  current: { meanScore: 0.5, latencyMs: 30 },
  candidate: { meanScore: 0.6, latencyMs: null, failures: 30 },
  truth: { frames: 4, current: 0.25, candidate: 0.75 },
};

test('no device, no comparison', () => {
  expect(shadowTotals([])).toBeNull();
});

test('devices that saw nothing say nothing', () => {
  expect(shadowTotals([nothing, nothing])).toEqual(nothing);
  expect(shadowTotals([nothing, small])).toEqual(small);
});

test('every frame counts the same; what a device does not know does not count', () => {
  expect(shadowTotals([small, nothing, large])).toEqual({
    frames: 40,
    agreement: 0.625,
    current: { meanScore: 0.6, latencyMs: 25 },
    candidate: { meanScore: 0.65, latencyMs: 20, failures: 30 },
    truth: { frames: 4, current: 0.25, candidate: 0.75 },
  });
});

test('truth is weighed by the frames whose truth is known', () => {
  const known = { ...small, truth: { frames: 12, current: 0.75, candidate: 0.25 } };
  expect(shadowTotals([known, large])?.truth).toEqual({ frames: 16, current: 0.625, candidate: 0.375 });
});

test('what a device made up, and was believed, leaves a comparison that can be read', () => {
  const truth = { frames: Number.MAX_SAFE_INTEGER, current: 1, candidate: 1 };
  const endless = { ...large, truth, frames: Number.MAX_SAFE_INTEGER };
  const slow = { ...small, current: { ...small.current, latencyMs: 1e308 } };
  for (const lies of [[slow], [endless, endless], [small, slow, endless]]) {
    const totals = shadowTotals(lies);
    expect(shadowComparison.parse(totals)).toEqual(totals);
  }
  expect(shadowTotals([small, slow])?.current).toEqual({ meanScore: 0.9, latencyMs: null });
  expect(shadowTotals([endless, endless])).toMatchObject({ frames: Number.MAX_SAFE_INTEGER, agreement: 0.5 });
});
