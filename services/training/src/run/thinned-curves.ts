import type { RunCurves } from '@tutti/contracts/training';
import type { Point } from './run-progress.table';

/** As many as a chart can show. */
const mostShown = 500;

/** First and last stay, the rest at equal distances. */
const thinned = <T>(all: readonly T[]): readonly T[] => {
  if (all.length <= mostShown) return all;
  const stride = (all.length - 1) / (mostShown - 1);
  return Array.from({ length: mostShown }, (_, index) => all[Math.round(index * stride)]).filter(
    (one) => one !== undefined,
  );
};

/** Curves by series; of two points at one step the later one counts. */
export const thinnedCurves = (points: readonly Point[]): RunCurves => {
  const bySeries = Map.groupBy(points, ([series]) => series);
  return {
    series: [...bySeries].map(([name, all]) => {
      const byStep = new Map(all.map(([, step, value]) => [step, value]));
      return {
        name,
        points: thinned([...byStep].sort(([a], [b]) => a - b)).map(([step, value]) => [step, value]),
      };
    }),
  };
};
