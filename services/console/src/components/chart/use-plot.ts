import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useComputedColorScheme } from '@mantine/core';
import uPlot from 'uplot';
import { chartOptions, type ChartEvents, type ChartShape } from './chart-options';
import type { Timeline } from './series';

interface Plot {
  readonly host: React.RefObject<HTMLDivElement | null>;
  /** Point below the pointer. */
  readonly index: number | null;
}

/** From and to of the time axis, in seconds. */
export type Span = readonly [number, number];

const show = (plot: uPlot, { times, values, bands = [] }: Timeline, [min, max]: Span): void => {
  plot.batch(() => {
    const edges = bands.flatMap((band) => (band ? [band.low, band.high] : []));
    plot.setData([[...times], ...[...values, ...edges].map((line) => [...line])], false);
    plot.setScale('x', { min, max });
  });
};

/** Draws on a canvas inside `host`; made anew when the colours or the lines change. */
export const usePlot = (
  shape: ChartShape,
  data: Timeline,
  span: Span,
  events: Omit<ChartEvents, 'onIndex'>,
): Plot => {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const [index, setIndex] = useState<number | null>(null);
  const scheme = useComputedColorScheme('light');
  const zoom = useEffectEvent((from: number, to: number) => events.onZoom?.(from, to));
  const reset = useEffectEvent(() => events.onReset?.());
  const options = useEffectEvent((element: Element) =>
    chartOptions(element, shape, {
      onIndex: setIndex,
      ...(events.onZoom ? { onZoom: zoom, onReset: reset } : {}),
    }),
  );
  const showAll = useEffectEvent((made: uPlot) => {
    show(made, data, span);
  });
  const identity = `${scheme} ${shape.kind} ${shape.height} ${shape.lines.map(({ name }) => name).join()}`;

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const made = new uPlot(options(element), [[]], element);
    plot.current = made;
    showAll(made);
    const observer = new ResizeObserver(() => {
      made.setSize({ width: Math.max(element.clientWidth, 40), height: made.height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [identity]);

  const [from, to] = span;
  useEffect(() => {
    if (plot.current) show(plot.current, data, [from, to]);
  }, [data, from, to]);

  return { host, index };
};
