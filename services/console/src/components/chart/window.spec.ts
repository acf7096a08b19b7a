import { describe, expect, test } from 'vitest';
import { between, liveFor, panned, pollFor, spanOf, stepFor, zoomed } from './window';

const now = 1_800_000_000_000;
const hour = 3_600_000;

test('a live window ends now, whenever that is', () => {
  expect(spanOf(liveFor(3_600), now)).toEqual([now - hour, now]);
  expect(spanOf(liveFor(3_600), now + 5_000)[1]).toBe(now + 5_000);
});

describe('panning', () => {
  test('goes into the past, where the window stands still', () => {
    expect(panned(liveFor(3_600), -0.5, now)).toEqual({ seconds: 3_600, end: now - hour / 2 });
  });
  test('back to the present makes it live again', () => {
    expect(panned({ seconds: 3_600, end: now - hour / 2 }, 0.5, now)).toEqual(liveFor(3_600));
  });
});

describe('zooming', () => {
  test('keeps the middle of the past, and the end of what is live', () => {
    const past = { seconds: 7_200, end: now - hour };
    expect(spanOf(zoomed(past, 0.5, now), now)).toEqual([now - 2.5 * hour, now - 1.5 * hour]);
    expect(zoomed(liveFor(7_200), 0.5, now)).toEqual(liveFor(3_600));
  });
  test('stops at a minute and at the age of the oldest sums', () => {
    expect(zoomed(liveFor(90), 0.1, now).seconds).toBe(60);
    expect(zoomed(liveFor(300 * 86_400), 4, now).seconds).toBe(400 * 86_400);
  });
});

test('a stretch that was picked with the mouse', () => {
  expect(between(now - 2 * hour, now - hour, now)).toEqual({ seconds: 3_600, end: now - hour });
});

test.each([
  [900, 180, 5, 2_000],
  [86_400, 96, 900, 60_000],
  [2_592_000, 180, 14_400, 60_000],
])('%d s in about %d points: steps of %d s', (seconds, points, step, poll) => {
  expect(stepFor(liveFor(seconds), points)).toBe(step);
  expect(pollFor(step)).toBe(poll);
});
